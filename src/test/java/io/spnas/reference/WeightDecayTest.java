package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightDecayTest {
  private final WeightDecay decay = new WeightDecay(0.01);
  private final Map<String, double[]> parameters =
      Map.of(
          "stem.conv", new double[] {1, 2},
          "stem.bn.gamma", new double[] {100},
          "stem.bn.beta", new double[] {100},
          "classifier.bias", new double[] {3});
  private final double[][] thresholds = {{4, 5, 6}};

  @Test
  void takesEverythingButBatchNormalisation() {
    assertThat(decay.loss(parameters, thresholds))
        .isCloseTo(0.01 * 0.5 * (1 + 4 + 9 + 16 + 25 + 36), within(1e-15));
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    Map<String, double[]> gradients = decay.gradients(parameters);

    assertThat(gradients).containsOnlyKeys(parameters.keySet());
    parameters.forEach(
        (name, values) ->
            assertGradient(gradients.get(name), values, () -> decay.loss(parameters, thresholds)));
    assertGradient(
        decay.thresholdGradients(thresholds)[0],
        thresholds[0],
        () -> decay.loss(parameters, thresholds));
  }
}
