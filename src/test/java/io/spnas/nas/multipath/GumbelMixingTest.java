package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GumbelMixingTest {
  private static final double[] LOGITS = {0.5, -1.2, 0.1, 1.4, -0.4};
  private static final int DRAWS = 200_000;

  @ParameterizedTest(name = "temperature {0}")
  @ValueSource(doubles = {5, 1, 0.3})
  void gradientsAreThoseOfTheLossWithTheNoiseFixed(double temperature) {
    Random random = new Random(3);
    double[] noise = random.doubles(LOGITS.length, -2, 4).toArray();
    double[] slopes = random.doubles(LOGITS.length, -10, 10).toArray();
    double[] costs = random.doubles(LOGITS.length, 0, 5).toArray();
    LayerMix mix = GumbelMixing.layer(LOGITS, sum(LOGITS, noise), temperature);
    assertThat(mix.factors())
        .containsExactly(Differences.shares(sum(LOGITS, noise), temperature), within(1e-12));
    double[] expected =
        Differences.gradient(
            at ->
                loss(Differences.shares(sum(at, noise), temperature), slopes)
                    + product(Differences.shares(at, 1), costs),
            LOGITS);
    double[] atFactors = Differences.gradient(at -> loss(at, slopes), mix.factors());
    assertThat(mix.gradient(atFactors, costs)).containsExactly(expected, within(1e-6));
  }

  /** A loss that is not linear in the factors. */
  private static double loss(double[] factors, double[] slopes) {
    return Math.pow(product(factors, slopes) - 1, 2) + Math.sin(factors[0] * factors[1]);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> sum[i] + b[i]);
    return sum;
  }

  @Test
  void theLargestIsDrawnByItsProbability() {
    GumbelMixing mixing = new GumbelMixing(new GumbelNoise(1), new Temperature(1, 1, 0, 1));
    double[] counts = new double[LOGITS.length];
    for (int step = 0; step < DRAWS; step++) {
      double[] factors = mixing.mix(new double[][] {LOGITS}, Turn.WEIGHTS, step)[0].factors();
      int largest = 0;
      for (int k = 1; k < factors.length; k++) {
        largest = factors[k] > factors[largest] ? k : largest;
      }
      counts[largest]++;
    }
    double[] expected = Differences.shares(LOGITS, 1);
    for (int k = 0; k < counts.length; k++) {
      // Four standard deviations of a binomial share.
      double tolerance = 4 * Math.sqrt(expected[k] * (1 - expected[k]) / DRAWS);
      assertThat(counts[k] / DRAWS).as("path %d", k).isEqualTo(expected[k], within(tolerance));
    }
  }

  @Test
  void noiseHasTheMomentsOfTheGumbelDistribution() {
    SplittableRandom random = new SplittableRandom(5);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = GumbelNoise.added(new double[1], random)[0];
      sum += value;
      squares += value * value;
    }
    double mean = sum / DRAWS;
    double eulerMascheroni = 0.5772156649;
    double variance = Math.PI * Math.PI / 6;
    assertThat(mean).isEqualTo(eulerMascheroni, within(4 * Math.sqrt(variance / DRAWS)));
    assertThat(squares / DRAWS - mean * mean).isEqualTo(variance, within(0.03));
  }

  @Test
  void drawsFollowFromSeedAndStepAlone() {
    double[][] logits = {LOGITS, LOGITS};
    Temperature temperature = new Temperature(5, 0.1, 10, 20);
    GumbelMixing one = new GumbelMixing(new GumbelNoise(7), temperature);
    one.mix(logits, Turn.WEIGHTS, 11);
    double[] first = one.mix(logits, Turn.WEIGHTS, 12)[0].factors();
    GumbelMixing same = new GumbelMixing(new GumbelNoise(7), temperature);
    LayerMix[] again = same.mix(logits, Turn.ARCHITECTURE, 12);
    assertThat(again[0].factors()).isEqualTo(first);
    assertThat(again[1].factors()).as("another layer").isNotEqualTo(first);
    assertThat(same.mix(logits, Turn.WEIGHTS, 13)[0].factors())
        .as("another step")
        .isNotEqualTo(first);
    assertThat(
            new GumbelMixing(new GumbelNoise(8), temperature)
                .mix(logits, Turn.WEIGHTS, 12)[0].factors())
        .as("another seed")
        .isNotEqualTo(first);
  }

  @Test
  void thereIsNoNoiseInTheWarmUp() {
    GumbelMixing mixing = new GumbelMixing(new GumbelNoise(7), new Temperature(5, 0.1, 10, 20));
    LayerMix mix = mixing.mix(new double[][] {new double[5]}, Turn.WARMUP, 2)[0];
    assertThat(mix.factors())
        .containsExactly(new double[] {0.2, 0.2, 0.2, 0.2, 0.2}, within(1e-15));
  }

  @Test
  void temperatureFallsByTheSameFactorEachStep() {
    Temperature temperature = new Temperature(5, 0.1, 100, 300);
    assertThat(temperature.of(100)).isEqualTo(5);
    assertThat(temperature.of(200)).isEqualTo(Math.sqrt(0.5), within(1e-12));
    assertThat(temperature.of(300)).isEqualTo(0.1, within(1e-12));
    assertThat(new Temperature(5, 0.1, 100, 100).of(100)).isEqualTo(0.1, within(1e-12));
  }
}
