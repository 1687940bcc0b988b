package io.spnas.report.picture;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A linear axis with ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param low value at its beginning
 * @param high value at its end
 * @param step distance of two ticks
 * @param decimals digits after the point that tell ticks apart
 */
record AxisScale(double low, double high, double step, int decimals) implements Scale {
  private static final double ROUNDING = 1e-9;

  /**
   * The axis around some values; it begins and ends at a tick.
   *
   * @param lowest the smallest value
   * @param highest the largest value, not below it
   * @param ticks how many ticks there should be, about
   */
  static AxisScale around(double lowest, double highest, int ticks) {
    AxisScale scale = between(lowest, highest, ticks);
    double step = scale.step;
    double first = Math.floor(lowest / step);
    double last = Math.max(Math.ceil(highest / step), first + 1);
    return new AxisScale(first * step, last * step, step, scale.decimals);
  }

  /**
   * The axis from a value to another; its ticks are within.
   *
   * @param ticks how many ticks there should be, about
   */
  static AxisScale between(double lowest, double highest, int ticks) {
    double range = highest > lowest ? highest - lowest : Math.max(Math.abs(highest), 1) / 10;
    double rough = range / ticks;
    int exponent = (int) Math.floor(Math.log10(rough));
    double power = Math.pow(10, exponent);
    double digit = rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10;
    int decimals = Math.max(0, digit == 10 ? -exponent - 1 : -exponent);
    return new AxisScale(lowest, lowest + range, digit * power, decimals);
  }

  @Override
  public double position(double value) {
    return (value - low) / (high - low);
  }

  @Override
  public List<Double> ticks() {
    long first = (long) Math.ceil(low / step - ROUNDING);
    long last = (long) Math.floor(high / step + ROUNDING);
    return LongStream.rangeClosed(first, last).mapToObj(tick -> tick * step).toList();
  }

  @Override
  public String text(double tick) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", tick);
  }
}
