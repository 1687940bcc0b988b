package io.spnas.report.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis, with ticks at powers of ten; where there are few of them, at 2 and 5 times
 * those too.
 *
 * @param low value at its beginning, above 0
 * @param high value at its end
 */
record LogScale(double low, double high) implements Scale {
  private static final double MARGIN = 1.25;
  private static final double FEW_DECADES = 2;

  /**
   * The axis around some values.
   *
   * @param lowest the smallest, above 0
   * @param highest the largest, not below it
   */
  static LogScale around(double lowest, double highest) {
    return new LogScale(lowest / MARGIN, highest * MARGIN);
  }

  @Override
  public double position(double value) {
    return Math.log(value / low) / Math.log(high / low);
  }

  @Override
  public List<Double> ticks() {
    int[] digits = Math.log10(high / low) <= FEW_DECADES ? new int[] {1, 2, 5} : new int[] {1};
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
      for (int digit : digits) {
        double tick = digit * Math.pow(10, power);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  @Override
  public String text(double tick) {
    return tick >= 1 ? Numbers.whole(Math.round(tick)) : Numbers.text(tick);
  }
}
