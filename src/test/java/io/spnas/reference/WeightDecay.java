package io.spnas.reference;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weight decay: factor * sum of 0.5 * w^2 over every parameter but gamma and beta, thresholds
 * included.
 *
 * @param factor the factor, 1e-5 in the method
 */
public record WeightDecay(double factor) {

  /** The term of the loss. */
  public double loss(Map<String, double[]> parameters, double[][] thresholds) {
    double sum = 0;
    for (Map.Entry<String, double[]> parameter : parameters.entrySet()) {
      if (decays(parameter.getKey())) {
        sum += squares(parameter.getValue());
      }
    }
    for (double[] layer : thresholds) {
      sum += squares(layer);
    }
    return factor * 0.5 * sum;
  }

  /** The term's gradient of every parameter, by name; zeros for gamma and beta. */
  public Map<String, double[]> gradients(Map<String, double[]> parameters) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    parameters.forEach(
        (name, values) -> gradients.put(name, scaled(values, decays(name) ? factor : 0)));
    return gradients;
  }

  /** The term's gradient of the thresholds. */
  public double[][] thresholdGradients(double[][] thresholds) {
    return Arrays.stream(thresholds).map(layer -> scaled(layer, factor)).toArray(double[][]::new);
  }

  private static boolean decays(String name) {
    return !name.contains(".bn.");
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }

  private static double[] scaled(double[] values, double by) {
    return Arrays.stream(values).map(v -> v * by).toArray();
  }
}
