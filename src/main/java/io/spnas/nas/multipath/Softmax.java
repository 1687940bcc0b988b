package io.spnas.nas.multipath;

import java.util.Arrays;

/** Probabilities of a layer's paths, and how they depend on its architecture weights. */
final class Softmax {
  private Softmax() {}

  /** p_k = exp(a_k) / sum_j exp(a_j). */
  static double[] of(double[] logits) {
    double sum = logSumExp(logits);
    return Arrays.stream(logits).map(logit -> Math.exp(logit - sum)).toArray();
  }

  /** ln sum_j exp(a_j); minus infinity of nothing. */
  static double logSumExp(double... logits) {
    double largest = Arrays.stream(logits).max().orElse(Double.NEGATIVE_INFINITY);
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    return largest + Math.log(Arrays.stream(logits).map(a -> Math.exp(a - largest)).sum());
  }

  /**
   * Gradient with respect to the logits: p_k (g_k - sum_j p_j g_j). What is added to all of g makes
   * no difference.
   *
   * @param probabilities softmax of the logits
   * @param gradient g, gradient with respect to these
   */
  static double[] gradient(double[] probabilities, double[] gradient) {
    double mean = 0;
    for (int k = 0; k < probabilities.length; k++) {
      mean += probabilities[k] * gradient[k];
    }
    double[] result = new double[probabilities.length];
    for (int k = 0; k < result.length; k++) {
      result[k] = probabilities[k] * (gradient[k] - mean);
    }
    return result;
  }
}
