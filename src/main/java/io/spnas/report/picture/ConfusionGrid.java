package io.spnas.report.picture;

import io.spnas.report.RunEvaluation;
import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import io.spnas.train.ConfusionMatrix;
import java.util.List;

/**
 * Draws the confusion matrix of a few classes with its numbers: a row a true class, a column a
 * predicted one, the fuller its colour the larger its share of the row. What is right is framed.
 */
final class ConfusionGrid {
  /** Most classes whose numbers can be read. */
  static final int MOST_CLASSES = 24;

  private static final int LONGEST_NAME = 18;
  private static final double LETTER = 6.2;
  private static final double LEAST_SHADE = 0.12;
  private static final double MOST_PALE = 0.5;
  private static final double LEAST_FULL_BLUE = 0.82;
  private static final double LEAST_FULL_ORANGE = 0.95;

  private final ConfusionMatrix matrix;
  private final List<String> names;
  private final Layout layout;

  ConfusionGrid(RunEvaluation evaluation, Layout layout) {
    this.matrix = evaluation.confusion();
    this.names = evaluation.labels().stream().map(ConfusionGrid::shortened).toList();
    this.layout = layout;
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }

  String svg(String title, String words) {
    int classes = names.size();
    boolean numbers = layout == Layout.WIDE || classes <= 10;
    double nameWidth = 8 + LETTER * names.stream().mapToInt(String::length).max().orElse(0);
    double left = layout == Layout.WIDE ? nameWidth : Math.min(nameWidth, 84);
    double cell = Math.min(46, (layout.width() - left - 2) / Math.max(1, classes));
    double high = Math.max(14, Math.min(cell, 30));
    double top = 22;
    boolean upright = nameWidth <= cell;
    double below = upright ? 20 : nameWidth + 4;
    int height = (int) (top + high * classes + below + 22);
    Svg svg = new Svg(layout.width(), height, title, words);
    svg.text(0, 12, "true class, downwards", Type.QUIET.size(11));
    int size = layout == Layout.WIDE ? 11 : 9;
    for (int t = 0; t < classes; t++) {
      double y = top + t * high;
      svg.text(
          left - 6, y + high / 2 + 4, names.get(t), Type.PLAIN.size(size + 1).anchor(Anchor.END));
      row(svg, t, left, y, cell, high, numbers ? size : 0);
    }
    double bottom = top + classes * high;
    for (int p = 0; p < classes; p++) {
      double x = left + (p + 0.5) * cell + 4;
      Type type = Type.PLAIN.size(size + 1);
      if (upright) {
        svg.text(x - 4, bottom + 16, names.get(p), type.anchor(Anchor.MIDDLE));
      } else {
        svg.text(x, bottom + 8, names.get(p), type.anchor(Anchor.END), -90);
      }
    }
    svg.text(
        left + cell * classes,
        bottom + below + 14,
        "predicted class, across",
        Type.QUIET.size(11).anchor(Anchor.END));
    return svg.end();
  }

  /**
   * How full the colour of a cell is. Shades in the middle, on which neither dark nor light numbers
   * can be read in both schemes, are left out.
   */
  static double shade(Tone tone, double share) {
    double even = LEAST_SHADE + (1 - LEAST_SHADE) * Math.sqrt(share);
    double least = tone == Tone.BLUE ? LEAST_FULL_BLUE : LEAST_FULL_ORANGE;
    return even <= MOST_PALE ? even : least + (1 - least) * (even - MOST_PALE) / (1 - MOST_PALE);
  }

  /** Colour of the number on a shade. */
  static Tone text(double shade) {
    return shade <= MOST_PALE ? Tone.INK : Tone.PAPER;
  }

  private void row(Svg svg, int t, double left, double y, double cell, double high, int size) {
    long images = 0;
    for (int p = 0; p < names.size(); p++) {
      images += matrix.images(t, p);
    }
    for (int p = 0; p < names.size(); p++) {
      long count = matrix.images(t, p);
      double x = left + p * cell;
      if (t == p) {
        svg.rectangle(x, y, cell - 1.5, high - 1.5, Paint.stroke(Tone.BLUE, 1.5).named("diagonal"));
      }
      if (count == 0) {
        continue;
      }
      double share = (double) count / images;
      Tone tone = t == p ? Tone.BLUE : Tone.ORANGE;
      svg.group(
          String.format(
              "%s taken for %s: %s images, %s %% of the class",
              names.get(t), names.get(p), Numbers.whole(count), Numbers.percent(share)));
      double shade = shade(tone, share);
      svg.rectangle(x, y, cell - 1.5, high - 1.5, Paint.fill(tone).faded(shade).named("cell"));
      if (size > 0) {
        svg.text(
            x + cell / 2 - 0.75,
            y + high / 2 + 3.5,
            String.valueOf(count),
            Type.PLAIN.size(size).tone(text(shade)).anchor(Anchor.MIDDLE));
      }
      svg.endGroup();
    }
  }
}
