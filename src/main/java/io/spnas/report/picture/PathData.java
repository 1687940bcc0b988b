package io.spnas.report.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Data of the path through values. Where there are more than a screen can show, those stay that its
 * look depends on: of each column of pixels the first, the lowest, the highest and the last value
 * (M4, Jugel et al. 2014). What is not a number leaves a gap.
 */
final class PathData {
  private static final int KEPT = 4;

  private PathData() {}

  /** The line of a series. */
  static String line(Plot plot, Series series) {
    StringBuilder data = new StringBuilder();
    boolean joined = false;
    for (int i : kept(plot, series.x(), series.y())) {
      boolean place = plot.holds(series.x()[i], series.y()[i]);
      if (place) {
        data.append(joined ? 'L' : 'M').append(point(plot, series.x()[i], series.y()[i]));
      }
      joined = place;
    }
    return data.toString();
  }

  /** The area between two rows of values. */
  static String area(Plot plot, double[] x, double[] low, double[] high) {
    StringBuilder data = new StringBuilder();
    List<Integer> kept = kept(plot, x, high);
    for (int i = 0; i < kept.size(); i++) {
      data.append(i == 0 ? 'M' : 'L').append(point(plot, x[kept.get(i)], high[kept.get(i)]));
    }
    for (int i = kept.size() - 1; i >= 0; i--) {
      data.append('L').append(point(plot, x[kept.get(i)], low[kept.get(i)]));
    }
    return data.isEmpty() ? "" : data.append('Z').toString();
  }

  private static String point(Plot plot, double x, double y) {
    return Svg.pixels(plot.x(x)) + " " + Svg.pixels(plot.y(y));
  }

  private static List<Integer> kept(Plot plot, double[] x, double[] y) {
    List<Integer> kept = new ArrayList<>();
    int first = 0;
    while (first < x.length) {
      int last = first;
      while (last + 1 < x.length && column(plot, x[last + 1]) == column(plot, x[first])) {
        last++;
      }
      keep(y, first, last, kept);
      first = last + 1;
    }
    return kept;
  }

  private static long column(Plot plot, double x) {
    return (long) Math.floor(plot.x(x));
  }

  private static void keep(double[] y, int first, int last, List<Integer> kept) {
    if (last - first < KEPT) {
      for (int i = first; i <= last; i++) {
        kept.add(i);
      }
      return;
    }
    int lowest = first;
    int highest = first;
    for (int i = first; i <= last; i++) {
      lowest = y[i] < y[lowest] ? i : lowest;
      highest = y[i] > y[highest] ? i : highest;
    }
    List<Integer> chosen = List.of(first, lowest, highest, last);
    chosen.stream().distinct().sorted().forEach(kept::add);
  }
}
