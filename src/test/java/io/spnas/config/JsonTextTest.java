package io.spnas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  @Test
  void tellsWhereItIsWrong() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> JsonText.parse("{\n \"a\": x}"))
        .withMessageContaining("line 2, column ")
        .withMessageContaining("'x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "[", "{\"a\":"})
  void whatIsTooLongOrTooDeepIsTheUsersMistake(String piece) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> JsonText.parse(piece.repeat(5000)))
        .satisfies(e -> assertThat(e.getMessage()).contains("exceeds").doesNotContain("\n"));
  }
}
