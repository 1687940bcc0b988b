package io.spnas.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * A linear axis that begins and ends at a tick; ticks are at multiples of 1, 2 or 5 times a power
 * of ten.
 *
 * @param first the lowest tick, in steps
 * @param last the highest tick, in steps
 * @param step distance of two ticks
 * @param decimals digits after the point that tell ticks apart
 */
record AxisScale(long first, long last, double step, int decimals) {

  /**
   * The axis around some values.
   *
   * @param lowest the smallest value
   * @param highest the largest value, not below it
   * @param ticks how many ticks there should be, about
   */
  static AxisScale around(double lowest, double highest, int ticks) {
    double range = highest > lowest ? highest - lowest : Math.max(Math.abs(highest), 1) / 10;
    double rough = range / ticks;
    int exponent = (int) Math.floor(Math.log10(rough));
    double power = Math.pow(10, exponent);
    double digit = rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10;
    double step = digit * power;
    int decimals = Math.max(0, digit == 10 ? -exponent - 1 : -exponent);
    long first = (long) Math.floor(lowest / step);
    long last = (long) Math.ceil(highest / step);
    return new AxisScale(first, Math.max(last, first + 1), step, decimals);
  }

  /** Where a value is between the ends, 0 to 1. */
  double position(double value) {
    return (value / step - first) / (last - first);
  }

  /** Values of the ticks. */
  List<Double> ticks() {
    return LongStream.rangeClosed(first, last).mapToObj(tick -> tick * step).toList();
  }

  /** A tick's value in words. */
  String text(double tick) {
    return String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }
}
