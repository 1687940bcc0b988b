package io.spnas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StragglersTest {
  private static final int DRAWS = 200_000;

  /** Known in closed form: 1 / sqrt(pi) for two, 3 / (2 sqrt(pi)) for three. */
  @Test
  void agreesWithClosedForms() {
    assertThat(Stragglers.expectedMaximum(1)).isCloseTo(0, within(1e-6));
    assertThat(Stragglers.expectedMaximum(2)).isCloseTo(1 / Math.sqrt(Math.PI), within(1e-5));
    assertThat(Stragglers.expectedMaximum(3)).isCloseTo(1.5 / Math.sqrt(Math.PI), within(1e-5));
  }

  @ParameterizedTest
  @CsvSource({"8", "64"})
  void agreesWithDraws(int workers) {
    Random random = new Random(workers);
    int draws = DRAWS / workers;
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += DoubleStream.generate(random::nextGaussian).limit(workers).max().orElseThrow();
    }
    // The maximum's own standard deviation is below 0.7.
    assertThat(Stragglers.expectedMaximum(workers))
        .isCloseTo(sum / draws, within(5 * 0.7 / Math.sqrt(draws)));
  }

  @Test
  void spreadIsWhatTheMedianWaitOfTwoComesFrom() {
    Random random = new Random(2);
    double spread = 7;
    double[] waits =
        DoubleStream.generate(
                () -> Math.abs(random.nextGaussian() - random.nextGaussian()) * spread / 2)
            .limit(DRAWS)
            .toArray();
    assertThat(Stragglers.spread(Median.of(DoubleStream.of(waits))))
        .isCloseTo(spread, within(0.05 * spread));
  }
}
