package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Objective;
import io.spnas.config.RuntimeModelKind;
import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchObjectiveTest {
  private final SearchSpace space = Tables.space();
  private final LatencyTable memory = ComputedTables.of(Objective.MEMORY, space);
  private final RuntimeModel largest = RuntimeModel.of(memory, RuntimeModelKind.EXACT);

  private double[][] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] indicators = new double[space.searchable().size()][3];
    for (double[] layer : indicators) {
      Arrays.setAll(layer, i -> random.nextDouble());
    }
    return indicators;
  }

  private ObjectiveTables tables(String objective) {
    return ObjectiveTables.load(
        Settings.load(Optional.empty(), List.of("search.objective=" + objective)), space);
  }

  private static double[][] indicators(Architecture network) {
    return network.operations().stream().map(Tables::indicators).toArray(double[][]::new);
  }

  @Test
  void largestCostIsTheTablesAtEveryCorner() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100; i++) {
      Architecture network = Architecture.random(space, random);
      assertThat(largest.milliseconds(indicators(network)))
          .isCloseTo(LatencyPrediction.of(memory, network).total(), within(1e-12));
    }
  }

  @Test
  void largestLayerAloneHasAGradient() {
    double[][] indicators = random(2);
    indicators[0] = new double[] {0.5, 1, 0.9};
    double[][] gradient = random(3);
    double value = largest.milliseconds(indicators, gradient);
    assertThat(value).isGreaterThan(memory.base());
    int layers = 0;
    for (double[] layer : gradient) {
      layers += Arrays.equals(layer, new double[3]) ? 0 : 1;
    }
    assertThat(layers).isEqualTo(1);
  }

  @Test
  void whereTheBaseIsTheLargestThereIsNothingToGain() {
    double[][] none = new double[space.searchable().size()][3];
    double[][] gradient = random(4);
    assertThat(largest.milliseconds(none, gradient)).isEqualTo(memory.base());
    assertThat(gradient).isDeepEqualTo(none);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latency",
        "memory",
        "multiply-adds",
        "parameters",
        "{latency = 1, memory = 0.5, parameters = 0.25}"
      })
  void gradientAgreesWithFiniteDifferences(String objective) {
    SearchObjective model = tables(objective).objective(RuntimeModelKind.EXACT);
    double[][] indicators = random(5);
    // Far above all others, so that no kink is near.
    indicators[0] = new double[] {0.5, 1, 1.5};
    double[][] gradient = new double[indicators.length][3];
    model.evaluate(indicators, gradient);
    double[][] unused = new double[indicators.length][3];
    double h = 1e-5;
    for (int l = 0; l < indicators.length; l++) {
      for (int i = 0; i < 3; i++) {
        double kept = indicators[l][i];
        indicators[l][i] = kept + h;
        double above = model.evaluate(indicators, unused).logarithm();
        indicators[l][i] = kept - h;
        double below = model.evaluate(indicators, unused).logarithm();
        indicators[l][i] = kept;
        assertThat(gradient[l][i])
            .as("layer %d, indicator %d", l, i)
            .isCloseTo((above - below) / (2 * h), within(1e-7));
      }
    }
  }

  @Test
  void productIsThatOfTheCostsToThePowerOfTheirWeights() {
    ObjectiveTables tables = tables("{latency = 2, multiply-adds = 0.5}");
    Architecture network = Architecture.random(space, new SplittableRandom(6));
    double latency = LatencyPrediction.of(tables.latency(), network).total();
    LatencyTable table = tables.counted().get(Objective.MULTIPLY_ADDS);
    double multiplyAdds = LatencyPrediction.of(table, network).total();
    double expected = latency * latency * Math.sqrt(multiplyAdds);
    assertThat(tables.value(network)).isCloseTo(expected, within(1e-9 * expected));
    SearchObjective.Value value =
        tables
            .objective(RuntimeModelKind.EXACT)
            .evaluate(indicators(network), new double[space.searchable().size()][3]);
    assertThat(value.product()).isCloseTo(expected, within(1e-9 * expected));
    assertThat(value.logarithm()).isCloseTo(Math.log(expected), within(1e-9));
    assertThat(value.milliseconds()).isCloseTo(latency, within(1e-9));
  }

  @Test
  void latencyAloneHasNoProduct() {
    SearchObjective.Value value =
        tables("latency")
            .objective(RuntimeModelKind.EXACT)
            .evaluate(random(7), new double[space.searchable().size()][3]);
    assertThat(value.product()).isNaN();
    assertThat(value.logarithm()).isCloseTo(Math.log(value.milliseconds()), within(1e-12));
  }
}
