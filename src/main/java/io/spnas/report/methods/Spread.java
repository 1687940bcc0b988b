package io.spnas.report.methods;

import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Some values in short.
 *
 * @param count how many they are, at least one
 * @param mean their mean
 * @param deviation their standard deviation, by count - 1; empty of one value
 */
public record Spread(int count, double mean, OptionalDouble deviation) {
  /** Differences of values below this share of them are those of their rounding. */
  private static final double ROUNDING = 1e-12;

  /** Of values, of which there is at least one. */
  static Spread of(double[] values) {
    double mean = StatUtils.mean(values);
    if (values.length < 2) {
      return new Spread(values.length, mean, OptionalDouble.empty());
    }
    double deviation = Math.sqrt(StatUtils.variance(values));
    return new Spread(values.length, mean, OptionalDouble.of(deviation));
  }

  /** Whether values of a size that differ so little are equal but for rounding. */
  boolean isOfEqualValues(double size) {
    return deviation.isPresent() && deviation.getAsDouble() <= ROUNDING * size;
  }

  Spread times(double scale) {
    return new Spread(
        count,
        scale * mean,
        deviation.isPresent() ? OptionalDouble.of(scale * deviation.getAsDouble()) : deviation);
  }
}
