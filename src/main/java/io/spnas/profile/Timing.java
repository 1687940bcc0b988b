package io.spnas.profile;

import java.util.Arrays;
import java.util.List;

/**
 * Time of a network, from many runs of it.
 *
 * @param median ms
 * @param spread half the distance of the quartiles, ms
 */
public record Timing(double median, double spread) {

  /**
   * Median and quartiles of values, which lie between two neighbours where no value is in place.
   *
   * @param values ms, one at least
   */
  public static Timing of(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("No values, expected one at least");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Timing(quantile(sorted, 0.5), (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2);
  }

  /** The same of a list. */
  static Timing of(List<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** Time of what this network does and another does not. */
  Timing minus(Timing other) {
    return new Timing(Math.max(0, median - other.median), Math.hypot(spread, other.spread));
  }

  /** Time of both together. */
  Timing plus(Timing other) {
    return new Timing(median + other.median, Math.hypot(spread, other.spread));
  }
}
