package io.spnas.report.picture;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Values over steps.
 *
 * @param name what they are; empty where the panel says it
 * @param x steps, rising
 * @param y a value of each
 * @param tone colour
 * @param form how they are drawn
 */
record Series(String name, double[] x, double[] y, Tone tone, Form form) {
  private static final int SHARE_SMOOTHED = 40;

  /** How values are drawn. */
  enum Form {
    /** A line. */
    LINE,
    /** A line that is told from others without its colour. */
    DASHED,
    /** A line behind others; it has no label. */
    FAINT,
    /** A dot each where there is room for them, joined by a line. */
    DOTS
  }

  static <T> Series of(
      String name,
      List<T> records,
      ToDoubleFunction<T> x,
      ToDoubleFunction<T> y,
      Tone tone,
      Form form) {
    return new Series(
        name,
        records.stream().mapToDouble(x).toArray(),
        records.stream().mapToDouble(y).toArray(),
        tone,
        form);
  }

  /** Values as they are, and over them means of a fortieth of all about each. */
  static <T> List<Series> withMeans(
      String name, List<T> records, ToDoubleFunction<T> x, ToDoubleFunction<T> y, Tone tone) {
    Series raw = of("", records, x, y, tone, Form.FAINT);
    return List.of(raw, raw.smoothed(records.size() / SHARE_SMOOTHED).as(name, Form.LINE));
  }

  Series as(String otherName, Form other) {
    return new Series(otherName, x, y, tone, other);
  }

  /** Means over a window of values about each; fewer at both ends. Gaps stay gaps. */
  Series smoothed(int window) {
    double[] sums = new double[y.length + 1];
    int[] counts = new int[y.length + 1];
    for (int i = 0; i < y.length; i++) {
      boolean number = Double.isFinite(y[i]);
      sums[i + 1] = sums[i] + (number ? y[i] : 0);
      counts[i + 1] = counts[i] + (number ? 1 : 0);
    }
    double[] means = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      int reach = Math.min(window / 2, Math.min(i, y.length - 1 - i));
      int first = i - reach;
      int end = i + reach + 1;
      means[i] =
          Double.isFinite(y[i])
              ? (sums[end] - sums[first]) / (counts[end] - counts[first])
              : Double.NaN;
    }
    return new Series(name, x, means, tone, form);
  }

  /** Its values that are numbers. */
  DoubleStream finite() {
    return DoubleStream.of(y).filter(Double::isFinite);
  }
}
