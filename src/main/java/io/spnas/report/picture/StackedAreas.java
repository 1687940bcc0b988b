package io.spnas.report.picture;

import java.util.List;

/** Draws values that add up to a whole as areas, one on the other. */
final class StackedAreas {
  private static final double[] SHADES = {0.75, 0.55, 0.4, 0.25};

  private StackedAreas() {}

  /** Sum of all series at each step; what is no number counts as 0. */
  static double[] sums(List<Series> series) {
    double[] sums = new double[series.isEmpty() ? 0 : series.get(0).y().length];
    series.forEach(part -> add(sums, part));
    return sums;
  }

  private static void add(double[] sums, Series part) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += Double.isFinite(part.y()[i]) ? part.y()[i] : 0;
    }
  }

  static void draw(Svg svg, Plot plot, List<Series> series, EndLabels labels) {
    double[] low = new double[sums(series).length];
    for (int s = 0; s < series.size(); s++) {
      Series part = series.get(s);
      double[] high = low.clone();
      add(high, part);
      Paint paint = Paint.fill(part.tone()).faded(SHADES[s % SHADES.length]).named("area");
      svg.path(PathData.area(plot, part.x(), low, high), paint);
      if (high.length > 0) {
        int last = high.length - 1;
        double x = plot.x(part.x()[last]);
        labels.add(x, plot.y((low[last] + high[last]) / 2), LineChart.label(part), part.tone());
      }
      low = high;
    }
  }
}
