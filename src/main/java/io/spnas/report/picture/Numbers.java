package io.spnas.report.picture;

import java.util.Locale;

/** Numbers for people. */
public final class Numbers {
  private Numbers() {}

  /** A value with three digits that count, or those before its point. */
  public static String text(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "-infinite";
    }
    if (value == 0) {
      return "0";
    }
    if (size < 1e-6) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    for (double power = 0.1; size < 0.9995 * power; power /= 10) {
      decimals++;
    }
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** Epochs, to the hundredth. */
  public static String epochs(double epochs) {
    String text = String.format(Locale.ROOT, "%.2f", epochs);
    return text.replaceAll("\\.?0+$", "");
  }

  /** A share of 0 to 1 in per cent, without the sign. */
  public static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f", 100 * share) : text(share);
  }

  /** A whole number with separators. */
  public static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
