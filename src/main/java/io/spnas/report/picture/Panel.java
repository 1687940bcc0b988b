package io.spnas.report.picture;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * One of a chart's panels: lines over steps, and what is to be compared with them.
 *
 * @param title what the values are, with their unit
 * @param series the lines
 * @param levels values to compare them with
 * @param axis how values become heights
 */
record Panel(String title, List<Series> series, List<Level> levels, Axis axis) {
  private static final int TICKS = 4;

  /** How values become heights. */
  enum Axis {
    /** In proportion, around the values. */
    LINEAR,
    /** In proportion, from 0. */
    FROM_ZERO,
    /** One on the other, from 0. */
    STACKED
  }

  /**
   * A value to compare others with.
   *
   * @param name what it is
   */
  record Level(String name, double value) {}

  Panel {
    series = List.copyOf(series);
    levels = List.copyOf(levels);
  }

  Scale scale() {
    if (axis == Axis.STACKED) {
      double highest = DoubleStream.of(StackedAreas.sums(series)).max().orElse(1);
      return AxisScale.around(0, highest, TICKS);
    }
    double[] values =
        DoubleStream.concat(
                series.stream().flatMapToDouble(Series::finite),
                levels.stream().mapToDouble(Level::value))
            .toArray();
    double lowest = DoubleStream.of(values).min().orElse(0);
    double highest = DoubleStream.of(values).max().orElse(1);
    return switch (axis) {
      case LINEAR -> AxisScale.around(lowest, highest, TICKS);
      case STACKED, FROM_ZERO -> AxisScale.around(Math.min(0, lowest), Math.max(0, highest), TICKS);
    };
  }
}
