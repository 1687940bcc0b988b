package io.spnas.report.picture;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A logarithmic axis from one power of ten to another.
 *
 * @param first exponent at its beginning
 * @param last exponent at its end
 */
record LogScale(int first, int last) implements Scale {
  private static final int MOST_TICKS = 6;

  /**
   * The axis around some values.
   *
   * @param lowest the smallest value, above 0
   * @param highest the largest value, not below it
   */
  static LogScale around(double lowest, double highest) {
    int first = (int) Math.floor(Math.log10(lowest));
    return new LogScale(first, Math.max(first + 1, (int) Math.ceil(Math.log10(highest))));
  }

  @Override
  public double position(double value) {
    return (Math.log10(value) - first) / (last - first);
  }

  @Override
  public List<Double> ticks() {
    int step = (last - first) / MOST_TICKS + 1;
    return IntStream.rangeClosed(first, last)
        .filter(exponent -> (exponent - first) % step == 0)
        .mapToObj(exponent -> Math.pow(10, exponent))
        .toList();
  }

  @Override
  public String text(double tick) {
    int exponent = (int) Math.round(Math.log10(tick));
    return exponent < -4 || exponent > 4
        ? "1e" + exponent
        : String.format(Locale.ROOT, "%,." + Math.max(0, -exponent) + "f", tick);
  }
}
