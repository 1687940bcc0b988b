package io.spnas.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisScaleTest {
  @ParameterizedTest
  @CsvSource({
    "37, 131.46, 20, 0",
    "79.1, 79.9, 0.2, 1",
    "0.0301, 0.0304, 0.0001, 4",
    "0, 9800, 2000, 0"
  })
  void ticksAreRoundNumbersAroundTheValues(
      double lowest, double highest, double step, int decimals) {
    AxisScale scale = AxisScale.around(lowest, highest, 6);
    assertThat(scale.step()).isEqualTo(step, within(step / 1e6));
    assertThat(scale.decimals()).isEqualTo(decimals);
    assertThat(scale.position(lowest)).isBetween(0.0, 1.0);
    assertThat(scale.position(highest)).isBetween(0.0, 1.0);
    assertThat(scale.ticks()).hasSizeBetween(3, 9);
    assertThat(scale.ticks().stream().map(scale::text).distinct()).hasSize(scale.ticks().size());
  }

  @Test
  void oneValueHasAnAxisToo() {
    AxisScale scale = AxisScale.around(90, 90, 6);
    assertThat(scale.position(90)).isBetween(0.0, 1.0);
    assertThat(scale.ticks()).hasSizeGreaterThan(1);
  }
}
