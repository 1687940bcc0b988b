package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.space.BlockString.Skip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockStringTest {
  @Test
  void readsEveryField() {
    assertThat(BlockString.parse("r4_k5_s22_e6_i16_o24"))
        .isEqualTo(new BlockString(4, 5, 2, 6, 16, 24, Skip.RESIDUAL));
    assertThat(BlockString.parse("r1_k3_s11_e1_i32_o16_noskip"))
        .isEqualTo(new BlockString(1, 3, 1, 1, 32, 16, Skip.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r4_k5_s22_e6_i16_o24",
        "r1_k3_s11_e1_i32_o16_noskip",
        "r12_k7_s33_e10_i8_o999999"
      })
  void writesWhatItRead(String text) {
    assertThat(BlockString.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a form such as",
    "r4_k5_s22_e6_i16, a form such as",
    "r4_k5_s2_e6_i16_o24, a form such as",
    "r4_k5_s22_e6_i16_o24_skip, a form such as",
    "'r4_k5_s22_e6_i16_o24 ', a form such as",
    "R4_k5_s22_e6_i16_o24, a form such as",
    "k5_r4_s22_e6_i16_o24, a form such as",
    "r-4_k5_s22_e6_i16_o24, a form such as",
    "r4_k5_s22_e2.5_i16_o24, a form such as",
    "r4_k5_s21_e6_i16_o24, the same down and across",
    "r4_k4_s22_e6_i16_o24, an odd one",
    "r0_k5_s22_e6_i16_o24, 1 to 999999",
    "r4_k0_s22_e6_i16_o24, 1 to 999999",
    "r4_k5_s00_e6_i16_o24, 1 to 999999",
    "r4_k5_s22_e0_i16_o24, 1 to 999999",
    "r4_k5_s22_e6_i0_o24, 1 to 999999",
    "r4_k5_s22_e6_i16_o0, 1 to 999999",
    "r4_k5_s22_e6_i16_o1000000, 1 to 999999",
    "r99999999999_k5_s22_e6_i16_o24, 1 to 999999"
  })
  void refusesWithTheStringAndWhatIsExpected(String text, String expected) {
    assertThatThrownBy(() -> BlockString.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Invalid block string: " + text)
        .hasMessageContaining("expected " + expected)
        .hasMessageNotContaining("\n");
  }

  @Test
  void firstBlockChangesTheShapeAndTheOthersKeepIt() {
    BlockString group = BlockString.parse("r2_k5_s22_e6_i16_o24");
    assertThat(group.block(0)).isEqualTo(new MbConv(5, 2, 6, 16, 24, false));
    assertThat(group.block(1)).isEqualTo(new MbConv(5, 1, 6, 24, 24, true));
    assertThat(group.scaled(0.5).block(1)).isEqualTo(new MbConv(5, 1, 6, 16, 16, true));
  }

  @Test
  void withoutSkipNoBlockIsResidual() {
    BlockString group = BlockString.parse("r2_k3_s11_e6_i24_o24_noskip");
    assertThat(group.block(0).residual()).isFalse();
    assertThat(group.block(1).residual()).isFalse();
  }

  @Test
  void blocksGiveTheirStringBack() {
    for (String text :
        new String[] {
          "r3_k5_s22_e6_i16_o24", "r2_k3_s11_e3_i24_o24", "r2_k3_s11_e3_i24_o24_noskip"
        }) {
      BlockString group = BlockString.parse(text);
      assertThat(BlockString.of(group.block(0), group.repeats())).hasToString(text);
    }
  }
}
