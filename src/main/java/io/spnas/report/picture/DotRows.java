package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Draws rows of values as dots on one axis, with a bar at each row's mean: how far rows lie apart
 * is seen beside how far the values of a row do. On a phone a row's name stands above its dots.
 */
final class DotRows {
  private static final int HEADING = 30;
  private static final int BELOW = 40;
  private static final int RADIUS = 4;
  private static final int BAR = 15;
  private static final double LETTER = 6.7;
  private static final int GAP = 12;

  /** Room for half the number of a tick. */
  private static final double NARROW_SIDE = 16;

  /**
   * A row.
   *
   * @param name at its left
   * @param values the dots; none where there is no value that has a place
   * @param tone colour
   * @param text at its right
   */
  record Row(String name, double[] values, Tone tone, String text) {
    double mean() {
      return Arrays.stream(values).average().orElseThrow();
    }
  }

  private final Layout layout;
  private final List<Row> rows;
  private final Plot plot;
  private final Svg svg;

  private DotRows(Layout layout, String title, List<Row> rows, Scale scale) {
    this.layout = layout;
    this.rows = rows;
    double left = layout.pick(GAP + width(rows.stream().map(Row::name).toList()), NARROW_SIDE);
    double right = layout.pick(GAP + width(rows.stream().map(Row::text).toList()), NARROW_SIDE);
    int height = rows.size() * pitch();
    this.plot = new Plot(left, HEADING, layout.width() - left - right, height, scale, scale);
    this.svg = new Svg(layout.width(), HEADING + height + BELOW, title, words(rows));
  }

  /**
   * Draws rows, of which there is at least one.
   *
   * @param title what the figure shows
   * @param heading the line above the rows
   * @param axis what is across, with its unit
   * @param scale where values are
   */
  static String svg(
      Layout layout, String title, String heading, String axis, List<Row> rows, Scale scale) {
    return new DotRows(layout, title, rows, scale).draw(heading, axis);
  }

  private int pitch() {
    return layout.pick(24, 38);
  }

  private static double width(List<String> texts) {
    return LETTER * texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String words(List<Row> rows) {
    StringBuilder words = new StringBuilder();
    rows.forEach(row -> words.append(row.name).append(": ").append(row.text).append(". "));
    return words.toString().strip();
  }

  private String draw(String heading, String axis) {
    svg.text(0, 14, heading, Type.HEADING);
    new Axes(svg).across(plot, axis);
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), plot.top() + i * pitch());
    }
    return svg.end();
  }

  private void row(Row row, double top) {
    double middle = top + pitch() - 12;
    double baseline = layout.pick(middle + 4, top + 14);
    for (double tick : plot.x().ticks()) {
      // On a phone not through the words above the dots.
      double from = middle - layout.pick(12, 9);
      svg.line(plot.x(tick), from, plot.x(tick), middle + 12, Paint.stroke(Tone.GRID, 1));
    }
    Type type = Type.PLAIN.size(11);
    svg.group(row.name + ": " + row.text);
    svg.text(
        layout.pick(plot.left() - GAP, 0.0),
        baseline,
        row.name,
        type.anchor(layout.pick(Anchor.END, Anchor.START)));
    svg.text(layout.width(), baseline, row.text, type.anchor(Anchor.END));
    for (double value : row.values) {
      svg.circle(plot.x(value), middle, RADIUS, Paint.fill(row.tone).faded(0.5).named("value"));
    }
    if (row.values.length > 0) {
      double mean = plot.x(row.mean());
      Paint bar = Paint.stroke(row.tone, 2.5).named("mean");
      svg.line(mean, middle - BAR / 2.0, mean, middle + BAR / 2.0, bar);
    }
    svg.endGroup();
  }
}
