package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws lines over steps in panels that share the axis of steps. Each line has its name and its
 * last value at its end, in place of a legend.
 */
final class LineChart {
  private static final int TOP = 6;
  private static final int HEADING = 24;
  private static final int GAP = 14;
  private static final int BELOW = 40;
  private static final int LEFT = 44;
  private static final int LETTER = 7;
  private static final int DOT = 3;

  /** Steps that are told from the others. */
  private record Shade(double from, double to, String name) {}

  /** Something that happened between two steps. */
  private record Mark(double x, String name, String detail) {}

  private final String title;
  private final String description;
  private final Layout layout;
  private final String xName;
  private final double first;
  private final double last;
  private final List<Panel> panels = new ArrayList<>();
  private final List<Shade> shades = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();

  /**
   * @param title what the chart shows
   * @param description what is to be seen, for those who don't see it
   * @param xName name of what is across
   * @param first where it begins
   * @param last where it ends
   */
  LineChart(
      Layout layout, String title, String description, String xName, double first, double last) {
    this.layout = layout;
    this.title = title;
    this.description = description;
    this.xName = xName;
    this.first = first;
    this.last = last;
  }

  LineChart panel(Panel panel) {
    panels.add(panel);
    return this;
  }

  LineChart shade(double from, double to, String name) {
    if (to > from) {
      shades.add(new Shade(from, to, name));
    }
    return this;
  }

  LineChart mark(double x, String name, String detail) {
    marks.add(new Mark(x, name, detail));
    return this;
  }

  String draw() {
    int height = layout.pick(150, 120);
    int pitch = HEADING + height + GAP;
    Svg svg =
        new Svg(layout.width(), TOP + panels.size() * pitch - GAP + BELOW, title, description);
    Scale x = AxisScale.between(first, last, layout.pick(8, 4));
    double width = layout.width() - LEFT - labelWidth();
    for (int i = 0; i < panels.size(); i++) {
      Panel panel = panels.get(i);
      Plot plot = new Plot(LEFT, TOP + i * pitch + HEADING, width, height, x, panel.scale());
      svg.text(0, plot.top() - 10, panel.title(), Type.HEADING);
      background(svg, plot, i == 0);
      draw(svg, plot, panel);
    }
    double bottom = TOP + (panels.size() - 1) * pitch + HEADING + height;
    new Axes(svg).across(new Plot(LEFT, TOP, width, bottom - TOP, x, x), xName);
    return svg.end();
  }

  /** Room for the longest label at a line's end. */
  private double labelWidth() {
    int letters =
        panels.stream()
            .flatMap(
                panel ->
                    panel.series().stream()
                        .filter(series -> series.form() != Series.Form.FAINT)
                        .map(LineChart::label))
            .mapToInt(String::length)
            .max()
            .orElse(0);
    return Math.min(12 + LETTER * letters, layout.width() / 3.0);
  }

  private void background(Svg svg, Plot plot, boolean named) {
    for (Shade shade : shades) {
      double from = plot.x(Math.max(first, shade.from));
      double to = plot.x(Math.min(last, shade.to));
      svg.rectangle(
          from, plot.top(), to - from, plot.height(), Paint.fill(Tone.SHADE).named("shade"));
      if (named) {
        svg.text(from + 5, plot.bottom() - 6, shade.name, Type.QUIET.size(11));
      }
    }
    new Axes(svg).up(plot);
    for (Mark mark : marks) {
      double x = plot.x(mark.x);
      svg.group(mark.detail);
      svg.line(x, plot.top(), x, plot.bottom(), Paint.stroke(Tone.PINK, 1).dashed("2 3"));
      String triangle = String.format(Locale.ROOT, "M%.1f %.1fl-4 -7h8z", x, plot.top() + 1);
      svg.path(triangle, Paint.fill(Tone.PINK).named("mark"));
      svg.endGroup();
      if (named) {
        double room = plot.right() - x;
        boolean left = room < LETTER * mark.name.length() + 8;
        svg.text(
            x + (left ? -7 : 7),
            plot.top() + 2,
            mark.name,
            Type.PLAIN.size(11).tone(Tone.PINK).anchor(left ? Anchor.END : Anchor.START));
      }
    }
  }

  private void draw(Svg svg, Plot plot, Panel panel) {
    for (Panel.Level level : panel.levels()) {
      double y = plot.y(level.value());
      svg.line(
          plot.left(),
          y,
          plot.right(),
          y,
          Paint.stroke(Tone.MUTED, 1).dashed("6 4").named("level"));
      svg.text(plot.right() - 4, y - 4, level.name(), Type.QUIET.size(11).anchor(Anchor.END));
    }
    EndLabels labels = new EndLabels();
    if (panel.axis() == Panel.Axis.STACKED) {
      StackedAreas.draw(svg, plot, panel.series(), labels);
      labels.draw(svg, plot.top() + 2, plot.bottom());
      return;
    }
    for (Series series : panel.series()) {
      svg.path(PathData.line(plot, series), paint(series));
      boolean room = series.x().length * 3.0 * DOT < plot.width();
      if (room && series.form() == Series.Form.DOTS || series.finite().limit(2).count() == 1) {
        dots(svg, plot, series);
      }
      if (series.form() != Series.Form.FAINT) {
        end(svg, plot, series, labels);
      }
    }
    labels.draw(svg, plot.top() + 2, plot.bottom());
  }

  private static Paint paint(Series series) {
    return switch (series.form()) {
      case LINE, DOTS -> Paint.stroke(series.tone(), 1.75).named("line");
      case DASHED -> Paint.stroke(series.tone(), 1.75).dashed("5 3").named("line");
      case FAINT -> Paint.stroke(series.tone(), 1).faded(0.3).named("raw");
    };
  }

  private static void dots(Svg svg, Plot plot, Series series) {
    for (int i = 0; i < series.x().length; i++) {
      if (plot.holds(series.x()[i], series.y()[i])) {
        svg.circle(
            plot.x(series.x()[i]),
            plot.y(series.y()[i]),
            DOT,
            Paint.fill(series.tone()).named("dot"));
      }
    }
  }

  private static void end(Svg svg, Plot plot, Series series, EndLabels labels) {
    for (int i = series.x().length - 1; i >= 0; i--) {
      if (plot.holds(series.x()[i], series.y()[i])) {
        double y = plot.y(series.y()[i]);
        double x = plot.x(series.x()[i]);
        svg.circle(x, y, DOT, Paint.fill(series.tone()));
        labels.add(x, y, label(series), series.tone());
        return;
      }
    }
  }

  /** Its name and its last value that is a number. */
  static String label(Series series) {
    double[] values = series.finite().toArray();
    String value = values.length == 0 ? "" : Numbers.text(values[values.length - 1]);
    return (series.name() + " " + value).strip();
  }
}
