package io.spnas.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.config.RuntimeModelKind;
import io.spnas.space.Operation;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeModelTest {
  private static final Offset<Double> ROUNDING = within(1e-9);

  private final LatencyTable pixel1 = Tables.pixel1();
  private final RuntimeModel exact = RuntimeModel.of(pixel1, RuntimeModelKind.EXACT);

  private double[][] random(long seed) {
    Random random = new Random(seed);
    double[][] indicators = new double[pixel1.searchable().size()][3];
    for (double[] layer : indicators) {
      for (int i = 0; i < 3; i++) {
        // Decision dropout scales indicators above 1.
        layer[i] = 1.7 * random.nextDouble();
      }
    }
    return indicators;
  }

  @ParameterizedTest
  @CsvSource({"K3_E3, 65.69", "K5_E6, 131.46", "SKIP, 19.5999"})
  void wholeNetworksOfOneOperationHaveThePublishedRuntime(Operation operation, double expected) {
    assertThat(exact.milliseconds(Tables.all(pixel1, operation))).isCloseTo(expected, within(0.01));
  }

  @Test
  void exactModelEqualsTheTableAtEveryCorner() {
    double[][] indicators = Tables.all(pixel1, Operation.SKIP);
    for (int l = 0; l < indicators.length; l++) {
      for (Operation operation : Operation.values()) {
        indicators[l] = Tables.indicators(operation);
        assertThat(exact.milliseconds(indicators))
            .as("layer %d %s", l, operation)
            .isCloseTo(pixel1.base() + pixel1.milliseconds(l, operation), ROUNDING);
      }
      indicators[l] = Tables.indicators(Operation.SKIP);
    }
  }

  @Test
  void exactModelFollowsTheMultilinearFormula() {
    double[][] indicators = random(1);
    double expected = pixel1.base();
    for (int l = 0; l < indicators.length; l++) {
      double d5 = indicators[l][0];
      double d50 = indicators[l][1];
      double d100 = indicators[l][2];
      expected +=
          d50
              * ((1 - d5) * (1 - d100) * pixel1.milliseconds(l, Operation.K3_E3)
                  + (1 - d5) * d100 * pixel1.milliseconds(l, Operation.K3_E6)
                  + d5 * (1 - d100) * pixel1.milliseconds(l, Operation.K5_E3)
                  + d5 * d100 * pixel1.milliseconds(l, Operation.K5_E6));
    }
    assertThat(exact.milliseconds(indicators)).isCloseTo(expected, ROUNDING);
  }

  @Test
  void exactModelIsLinearInEachIndicator() {
    double[][] indicators = random(2);
    for (double[] layer : indicators) {
      for (int i = 0; i < 3; i++) {
        double kept = layer[i];
        layer[i] = 0;
        double at0 = exact.milliseconds(indicators);
        layer[i] = 1;
        double at1 = exact.milliseconds(indicators);
        layer[i] = 0.3;
        assertThat(exact.milliseconds(indicators)).isCloseTo(0.7 * at0 + 0.3 * at1, ROUNDING);
        layer[i] = kept;
      }
    }
  }

  @Test
  void referenceModelFollowsThePublishedFormula() {
    double[][] indicators = random(3);
    double expected = pixel1.base();
    for (int l = 0; l < indicators.length; l++) {
      double r53 = pixel1.milliseconds(l, Operation.K5_E3);
      double r56 = pixel1.milliseconds(l, Operation.K5_E6);
      double ratio = pixel1.milliseconds(l, Operation.K3_E6) / r56;
      double rc = indicators[l][1] * (r53 + indicators[l][2] * (r56 - r53));
      expected += rc * ratio + rc * (1 - ratio) * indicators[l][0];
    }
    RuntimeModel reference = RuntimeModel.of(pixel1, RuntimeModelKind.REFERENCE);
    assertThat(reference.milliseconds(indicators)).isCloseTo(expected, ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"SKIP", "K3_E6", "K5_E3", "K5_E6"})
  void referenceModelEqualsTheTableButAt3x3With3(Operation operation) {
    RuntimeModel reference = RuntimeModel.of(pixel1, RuntimeModelKind.REFERENCE);
    double[][] indicators = Tables.all(pixel1, operation);
    assertThat(reference.milliseconds(indicators))
        .isCloseTo(exact.milliseconds(indicators), ROUNDING);
  }

  @ParameterizedTest
  @EnumSource(RuntimeModelKind.class)
  void gradientAgreesWithFiniteDifferences(RuntimeModelKind kind) {
    RuntimeModel model = RuntimeModel.of(pixel1, kind);
    double[][] indicators = random(4);
    double[][] gradient = new double[indicators.length][3];
    model.milliseconds(indicators, gradient);
    double h = 1e-4;
    for (int l = 0; l < indicators.length; l++) {
      for (int i = 0; i < 3; i++) {
        double kept = indicators[l][i];
        indicators[l][i] = kept + h;
        double above = model.milliseconds(indicators);
        indicators[l][i] = kept - h;
        double below = model.milliseconds(indicators);
        indicators[l][i] = kept;
        assertThat(gradient[l][i])
            .as("layer %d, indicator %d", l, i)
            .isCloseTo((above - below) / (2 * h), within(1e-7));
      }
    }
  }

  @Test
  void gradientReplacesWhatWasThere() {
    double[][] indicators = random(5);
    double[][] fresh = new double[indicators.length][3];
    double[][] used = random(6);
    exact.milliseconds(indicators, fresh);
    exact.milliseconds(indicators, used);
    assertThat(used).isDeepEqualTo(fresh);
  }

  @Test
  void referenceModelRefusesATableItCantDivideBy() {
    LatencyTable.Row row =
        new LatencyTable.Row(
            0,
            true,
            Map.of(
                Operation.K3_E3, 1.0,
                Operation.K3_E6, 1.0,
                Operation.K5_E3, 1.0,
                Operation.K5_E6, 0.0),
            Map.of());
    TableOrigin origin = new TableOrigin("device", Objective.LATENCY, 224, 1, List.of(), Map.of());
    LatencyTable table = new LatencyTable("mine", origin, 1, List.of(row));
    assertThatThrownBy(() -> RuntimeModel.of(table, RuntimeModelKind.REFERENCE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("mine", "layer 0 5x5-6 is 0");
    assertThat(
            RuntimeModel.of(table, RuntimeModelKind.EXACT)
                .milliseconds(Tables.all(table, Operation.K5_E6)))
        .isEqualTo(1);
  }
}
