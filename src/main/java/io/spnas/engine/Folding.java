package io.spnas.engine;

import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;

/**
 * Folds batch norm with given statistics into the convolution before it (Jacob et al. 2018, section
 * 3.2). In evaluation both are affine, so that a network with
 *
 * <pre>
 *   kernel'[o] = kernel[o] * s[o],  bias[o] = beta[o] - mean[o] * s[o],
 *   s[o] = gamma[o] / sqrt(variance[o] + epsilon)
 * </pre>
 *
 * for each channel o of the output computes the same, up to rounding.
 */
public final class Folding {
  private Folding() {}

  /**
   * Folds every batch norm of a network.
   *
   * @param layout the layout of its weights and statistics
   * @param weights its weights; they are only read
   * @param statistics means and variances of its batch norms
   * @param epsilon what batch norm adds to the variance under the root
   * @return weights in the same layout, in which each batch norm has scale 1 and the bias as its
   *     shift; some are not finite if a weight or a statistic is not
   */
  public static float[] fold(
      ParameterLayout layout, float[] weights, float[] statistics, double epsilon) {
    float[] folded = weights.clone();
    for (Statistic statistic : layout.statistics()) {
      String name = statistic.name();
      Slot norm = layout.slot(name);
      Slot convolution = layout.slot(name.substring(0, name.length() - 2) + "conv");
      int channels = statistic.channels();
      int area = convolution.length() / channels;
      for (int c = 0; c < channels; c++) {
        double variance = statistics[statistic.offset() + channels + c];
        double scale = weights[norm.offset() + c] / Math.sqrt(variance + epsilon);
        double mean = statistics[statistic.offset() + c];
        int kernel = convolution.offset() + c * area;
        for (int i = kernel; i < kernel + area; i++) {
          folded[i] = (float) (weights[i] * scale);
        }
        folded[norm.offset() + c] = 1;
        int shift = norm.offset() + channels + c;
        folded[shift] = (float) (weights[shift] - mean * scale);
      }
    }
    return folded;
  }
}
