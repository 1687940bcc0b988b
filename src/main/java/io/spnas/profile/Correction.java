package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * What whole networks take more than the blocks that they are made of: in a network weights and
 * maps of one layer push those of the others out of the nearest cache, and a block measured on its
 * own keeps them there.
 *
 * <pre>
 *   time of a network = factor * (sum over its parts) + constant
 * </pre>
 *
 * @param factor how many times as long a part takes in a network
 * @param constant ms that a network takes besides, or less
 * @param error mean absolute error on the networks it was fitted on, as a share of their times
 * @param networks how many these were
 */
record Correction(double factor, double constant, double error, int networks) {

  /**
   * The correction with the least squares of relative errors.
   *
   * @param sums of each network, the sum of its parts, ms
   * @param times of each network, its own time, ms
   * @throws InvalidInputException if larger networks took no longer than smaller ones
   */
  static Correction fit(double[] sums, double[] times) {
    double ss = 0;
    double s1 = 0;
    double s11 = 0;
    double ys = 0;
    double y1 = 0;
    for (int i = 0; i < sums.length; i++) {
      // Both sides divided by the time: (factor * sum + constant) / time = 1.
      double sum = sums[i] / times[i];
      double one = 1 / times[i];
      ss += sum * sum;
      s1 += sum * one;
      s11 += one * one;
      ys += sum;
      y1 += one;
    }
    double determinant = ss * s11 - s1 * s1;
    double factor = (ys * s11 - y1 * s1) / determinant;
    double constant = (y1 * ss - ys * s1) / determinant;
    if (!(factor > 0) || !Double.isFinite(constant)) {
      throw new InvalidInputException(
          "Times of whole networks do not grow with those of their blocks, expected it: the largest"
              + " network took %.3f ms, the smallest %.3f ms",
          max(times), min(times));
    }
    double error = 0;
    for (int i = 0; i < sums.length; i++) {
      error += Math.abs((factor * sums[i] + constant) / times[i] - 1) / sums.length;
    }
    return new Correction(factor, constant, error, sums.length);
  }

  private static double min(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  Timing of(Timing part) {
    return new Timing(factor * part.median(), factor * part.spread());
  }

  /** Base of the table: the parts outside searched layers as they are in a network, 0 at least. */
  double base(double sum) {
    return Math.max(0, factor * sum + constant);
  }

  /** For people. */
  String words() {
    return String.format(
        Locale.ROOT,
        "blocks' own times x %.4f, base %+.4f ms; fitted on %d whole networks (mean error %.1f %%)",
        factor,
        constant,
        networks,
        100 * error);
  }
}
