package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationTest {
  @ParameterizedTest
  @CsvSource({
    "false, false, false, skip",
    "true, false, true, skip",
    "false, true, false, 3x3-3",
    "false, true, true, 3x3-6",
    "true, true, false, 5x5-3",
    "true, true, true, 5x5-6"
  })
  void decisionsSpellOutAnOperation(boolean d5, boolean d50, boolean d100, String label) {
    assertThat(Operation.of(d5, d50, d100).label()).isEqualTo(label);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void isFoundByItsName(Operation operation) {
    assertThat(Operation.named(operation.label())).isSameAs(operation);
  }

  @ParameterizedTest
  @CsvSource({"3x3-3, 3, 3", "3x3-6, 3, 6", "5x5-3, 5, 3", "5x5-6, 5, 6"})
  void nameSaysKernelAndExpansion(String label, int kernel, int expansion) {
    assertThat(Operation.named(label).kernel()).isEqualTo(kernel);
    assertThat(Operation.named(label).expansion()).isEqualTo(expansion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7x7-6", "Skip", "3x3_6"})
  void unknownNameIsRefusedWithTheKnownOnes(String label) {
    assertThatThrownBy(() -> Operation.named(label))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Unknown operation: %s, expected one of skip, 3x3-3, 3x3-6, 5x5-3, 5x5-6", label);
  }

  @Test
  void skipHasNoKernel() {
    assertThat(Operation.SKIP.kernel()).isZero();
    assertThat(Operation.SKIP.expansion()).isZero();
  }
}
