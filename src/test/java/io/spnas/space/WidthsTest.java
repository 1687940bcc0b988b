package io.spnas.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WidthsTest {
  @Test
  void channelsAreMultiplesOfEightAndAtLeastNineTenths() {
    for (int channels = 1; channels <= 400; channels++) {
      for (double width = 0.05; width <= 2; width += 0.05) {
        int scaled = Widths.scale(channels, width);
        assertThat(scaled % 8).as("%d at %s", channels, width).isZero();
        assertThat(scaled).isGreaterThanOrEqualTo(8);
        assertThat((double) scaled).isGreaterThanOrEqualTo(0.9 * channels * width);
        assertThat(Math.max(scaled, 8) - channels * width).isLessThanOrEqualTo(8);
      }
    }
  }

  @Test
  void widthOneKeepsMultiplesOfEight() {
    for (int channels = 8; channels <= 1280; channels += 8) {
      assertThat(Widths.scale(channels, 1)).isEqualTo(channels);
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 0.5, 16", "24, 0.5, 16", "40, 0.5, 24", "16, 0.1, 8", "24, 0.75, 24"})
  void roundsToTheNearestButNotTooFarDown(int channels, double width, int expected) {
    assertThat(Widths.scale(channels, width)).isEqualTo(expected);
  }
}
