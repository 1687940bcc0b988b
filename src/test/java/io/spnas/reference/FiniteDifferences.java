package io.spnas.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Holds gradients against central differences of fourth order. */
final class FiniteDifferences {
  /** Gradients below this are held to it instead: a shift ahead of a normalisation has none. */
  private static final double VANISHING = 1e-3;

  private FiniteDifferences() {}

  /** Random values of a standard normal distribution. */
  static double[] normals(Random random, int count) {
    return IntStream.range(0, count).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  /** A loss that depends on every value of an output: the sum of products. */
  static double dot(double[] output, double[] factors) {
    return IntStream.range(0, output.length).mapToDouble(i -> output[i] * factors[i]).sum();
  }

  /** Checks a gradient at all of the values, of a loss without kinks. */
  static void assertGradient(double[] gradient, double[] values, DoubleSupplier loss) {
    int[] all = IntStream.range(0, values.length).toArray();
    assertGradient("values", gradient, values, all, new double[] {1e-3}, loss);
  }

  /**
   * Checks a gradient at some of the values, to a millionth of its largest entry.
   *
   * @param values what the loss reads; changed and put back
   * @param steps distances of the differences, long to short: the shorter, the more rounding, and
   *     the rarer a kink in between; one of them has to agree
   */
  static void assertGradient(
      String name,
      double[] gradient,
      double[] values,
      int[] indices,
      double[] steps,
      DoubleSupplier loss) {
    assertThat(gradient).as(name).hasSameSizeAs(values);
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    double tolerance = 1e-6 * Math.max(largest, VANISHING);
    for (int i : indices) {
      double estimate = Double.NaN;
      for (int s = 0; s < steps.length && !(Math.abs(gradient[i] - estimate) <= tolerance); s++) {
        estimate = difference(values, i, steps[s], loss);
      }
      assertThat(estimate).as("%s[%d]", name, i).isCloseTo(gradient[i], within(tolerance));
    }
  }

  private static double difference(double[] values, int i, double step, DoubleSupplier loss) {
    double near = (at(values, i, step, loss) - at(values, i, -step, loss)) / (2 * step);
    double far = (at(values, i, 2 * step, loss) - at(values, i, -2 * step, loss)) / (4 * step);
    return (4 * near - far) / 3;
  }

  private static double at(double[] values, int i, double change, DoubleSupplier loss) {
    double kept = values[i];
    values[i] = kept + change;
    double result = loss.getAsDouble();
    values[i] = kept;
    return result;
  }
}
