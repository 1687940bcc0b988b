package io.spnas.report.picture;

import io.spnas.report.RunEvaluation;
import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Draws the confusion matrix of many classes coarsely: classes that follow each other share a row
 * and a column. The fuller a cell's colour, the larger its share of the row's images.
 */
final class ConfusionMap {
  private static final int MOST_CELLS = 50;
  private static final int SHADES = 8;
  private static final int LEFT = 44;
  private static final int TOP = 22;
  private static final int BELOW = 38;
  private static final int TICKS = 5;

  private final RunEvaluation evaluation;
  private final Layout layout;
  private final int classes;
  private final int together;
  private final int cells;

  ConfusionMap(RunEvaluation evaluation, Layout layout) {
    this.evaluation = evaluation;
    this.layout = layout;
    this.classes = evaluation.labels().size();
    this.together = (classes + MOST_CELLS - 1) / MOST_CELLS;
    this.cells = (classes + together - 1) / together;
  }

  String svg(String title, String words) {
    double side = layout.pick(520.0, 264.0);
    double cell = side / cells;
    Svg svg = new Svg(layout.width(), (int) (TOP + side + BELOW), title, words);
    svg.text(0, 12, "true class, by number", Type.QUIET.size(11));
    svg.rectangle(LEFT, TOP, side, side, Paint.stroke(Tone.GRID, 1));
    TreeMap<Integer, StringBuilder> right = new TreeMap<>();
    TreeMap<Integer, StringBuilder> wrong = new TreeMap<>();
    double[][] shares = shares();
    for (int t = 0; t < cells; t++) {
      for (int p = 0; p < cells; p++) {
        if (shares[t][p] > 0) {
          int shade = (int) Math.ceil(SHADES * Math.sqrt(shares[t][p]));
          (t == p ? right : wrong)
              .computeIfAbsent(shade, s -> new StringBuilder())
              .append(square(LEFT + p * cell, TOP + t * cell, cell));
        }
      }
    }
    right.forEach((shade, path) -> svg.path(path.toString(), paint(Tone.BLUE, shade)));
    wrong.forEach((shade, path) -> svg.path(path.toString(), paint(Tone.ORANGE, shade)));
    ticks(svg, side);
    return svg.end();
  }

  private static Paint paint(Tone tone, int shade) {
    return Paint.fill(tone).faded((double) shade / SHADES).named("cell");
  }

  private static String square(double x, double y, double side) {
    double shown = Math.max(1, side - 0.5);
    return String.format(Locale.ROOT, "M%.1f %.1fh%.1fv%.1fh-%.1fz", x, y, shown, shown, shown);
  }

  /** Of each row's images, the share in each column. */
  private double[][] shares() {
    double[][] shares = new double[cells][cells];
    double[] rows = new double[cells];
    evaluation
        .confusion()
        .forEach(
            (t, p, count) -> {
              shares[t / together][p / together] += count;
              rows[t / together] += count;
            });
    for (int t = 0; t < cells; t++) {
      for (int p = 0; p < cells; p++) {
        shares[t][p] = rows[t] > 0 ? shares[t][p] / rows[t] : 0;
      }
    }
    return shares;
  }

  private void ticks(Svg svg, double side) {
    Scale scale = AxisScale.between(0, classes, TICKS);
    double whole = (double) together * cells;
    for (double tick : scale.ticks()) {
      double place = tick / whole * side;
      svg.text(LEFT - 6, TOP + place + 4, scale.text(tick), Type.QUIET.size(11).anchor(Anchor.END));
      svg.text(
          LEFT + place,
          TOP + side + 15,
          scale.text(tick),
          Type.QUIET.size(11).anchor(Anchor.MIDDLE));
    }
    svg.text(
        LEFT + side,
        TOP + side + 32,
        "predicted class, by number",
        Type.QUIET.size(11).anchor(Anchor.END));
  }
}
