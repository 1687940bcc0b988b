package io.spnas.report.picture;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A logarithmic axis; it begins and ends at 1, 2 or 5 times a power of ten. Its ticks are all of
 * those, or the powers of ten alone where it is long.
 *
 * @param low value at its beginning, above 0
 * @param high value at its end
 */
record LogScale(double low, double high) implements Scale {
  private static final double MARGIN = 1.01;
  private static final double FEW_DECADES = 2;
  private static final double ROUNDING = 1e-9;

  /**
   * The axis around some values.
   *
   * @param lowest the smallest, above 0
   * @param highest the largest, not below it
   */
  static LogScale around(double lowest, double highest) {
    double from = lowest / MARGIN;
    double to = highest * MARGIN;
    double low = steps(from / 10, from).max().orElseThrow();
    return new LogScale(low, steps(to, to * 10).min().orElseThrow());
  }

  /** All of 1, 2 and 5 times a power of ten that are within. */
  private static DoubleStream steps(double from, double to) {
    return IntStream.rangeClosed(power(from), power(to))
        .boxed()
        .flatMapToDouble(power -> DoubleStream.of(1, 2, 5).map(d -> d * Math.pow(10, power)))
        .filter(step -> step >= from * (1 - ROUNDING) && step <= to * (1 + ROUNDING));
  }

  private static int power(double value) {
    return (int) Math.floor(Math.log10(value) + ROUNDING);
  }

  @Override
  public double position(double value) {
    return Math.log(value / low) / Math.log(high / low);
  }

  @Override
  public List<Double> ticks() {
    boolean all = Math.log10(high / low) <= FEW_DECADES;
    return steps(low, high)
        .filter(step -> all || Math.abs(step / Math.pow(10, power(step)) - 1) < ROUNDING)
        .boxed()
        .toList();
  }

  @Override
  public String text(double tick) {
    return tick >= 1 ? Numbers.whole(Math.round(tick)) : Numbers.text(tick);
  }
}
