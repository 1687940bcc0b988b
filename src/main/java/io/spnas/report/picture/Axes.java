package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;

/** Draws the lines and the numbers that places in a plot are read by. */
final class Axes {
  private static final Paint GRID = Paint.stroke(Tone.GRID, 1);

  private final Svg svg;

  Axes(Svg svg) {
    this.svg = svg;
  }

  /** Lines across a plot, with the values that they stand for at their left. */
  void up(Plot plot) {
    for (double tick : plot.y().ticks()) {
      double y = plot.y(tick);
      svg.line(plot.left(), y, plot.right(), y, GRID);
      svg.text(plot.left() - 6, y + 4, plot.y().text(tick), Type.QUIET.size(11).anchor(Anchor.END));
    }
  }

  /** Ticks below a plot, with their values and the name of what is across. */
  void across(Plot plot, String name) {
    svg.line(plot.left(), plot.bottom(), plot.right(), plot.bottom(), Paint.stroke(Tone.MUTED, 1));
    for (double tick : plot.x().ticks()) {
      double x = plot.x(tick);
      svg.line(x, plot.bottom(), x, plot.bottom() + 4, Paint.stroke(Tone.MUTED, 1));
      svg.text(
          x, plot.bottom() + 17, plot.x().text(tick), Type.QUIET.size(11).anchor(Anchor.MIDDLE));
    }
    svg.text(plot.right(), plot.bottom() + 32, name, Type.QUIET.size(11).anchor(Anchor.END));
  }
}
