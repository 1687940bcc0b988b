package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws accuracy against cost: networks as circles with their names, full on the front and hollow
 * behind it, the front as a line, random networks as grey crosses.
 */
final class ScatterPicture {
  private static final int LEFT = 46;
  private static final int RIGHT = 16;
  private static final int TOP = 52;
  private static final int BOTTOM = 44;
  private static final int RADIUS = 5;
  private static final int CROSS = 3;

  /** What a network is to the others. */
  enum Kind {
    FRONT,
    BEHIND,
    RANDOM
  }

  /**
   * A network.
   *
   * @param name label; empty for none
   * @param cost what is across
   * @param accuracy what is upwards
   * @param kind what it is to the others
   */
  record Point(String name, double cost, double accuracy, Kind kind) {}

  private final Layout layout;
  private final Svg svg;
  private final List<Point> points;
  private final Plot plot;

  private ScatterPicture(Layout layout, String title, List<Point> points) {
    this.layout = layout;
    this.points = points;
    int height = layout.pick(400, 320);
    this.svg = new Svg(layout.width(), height, title, words(points));
    this.plot =
        new Plot(
            LEFT,
            TOP,
            layout.width() - LEFT - RIGHT,
            height - TOP - BOTTOM,
            scale(Point::cost, points, layout.pick(6, 4)),
            scale(Point::accuracy, points, 6));
  }

  /**
   * Draws networks, of which there is at least one.
   *
   * @param costName what is across, with its unit
   * @param accuracyName what is upwards, with its unit
   */
  static String svg(
      Layout layout, String title, String costName, String accuracyName, List<Point> points) {
    return new ScatterPicture(layout, title, points).draw(costName, accuracyName);
  }

  private static Scale scale(ToDoubleFunction<Point> value, List<Point> points, int ticks) {
    double lowest = points.stream().mapToDouble(value).min().orElseThrow();
    double highest = points.stream().mapToDouble(value).max().orElseThrow();
    double margin = (highest - lowest) / 40;
    return AxisScale.around(lowest - margin, highest + margin, ticks);
  }

  private static String words(List<Point> points) {
    StringBuilder words = new StringBuilder();
    for (Point point : points) {
      if (point.kind != Kind.RANDOM) {
        words.append(
            String.format(
                Locale.ROOT,
                "%s: %s at cost %s. ",
                point.name,
                Numbers.text(point.accuracy),
                Numbers.text(point.cost)));
      }
    }
    return words.toString().strip();
  }

  private String draw(String costName, String accuracyName) {
    legend();
    svg.text(0, TOP - 12, accuracyName, Type.HEADING);
    new Axes(svg).up(plot);
    new Axes(svg).across(plot, costName);
    points.stream()
        .filter(point -> point.kind == Kind.RANDOM)
        .forEach(point -> cross(plot.x(point.cost), plot.y(point.accuracy), "random"));
    front();
    points.stream().filter(point -> point.kind != Kind.RANDOM).forEach(this::circle);
    labels();
    return svg.end();
  }

  private void legend() {
    double left = 6;
    boolean behind = points.stream().anyMatch(point -> point.kind == Kind.BEHIND);
    boolean random = points.stream().anyMatch(point -> point.kind == Kind.RANDOM);
    left = key(left, "on the front", circle(true));
    if (behind) {
      left = key(left, "behind it", circle(false));
    }
    if (random) {
      cross(left, 10, "random-key");
      svg.text(left + 10, 14, "random network", Type.QUIET.size(11));
    }
  }

  private double key(double left, String name, Paint paint) {
    svg.circle(left, 10, RADIUS, paint);
    svg.text(left + 10, 14, name, Type.QUIET.size(11));
    return left + layout.pick(120, 98);
  }

  private static Paint circle(boolean full) {
    return Paint.fill(full ? Tone.BLUE : Tone.PAPER).outlined(Tone.BLUE, 2).named("key");
  }

  private void circle(Point point) {
    Paint paint = circle(point.kind == Kind.FRONT).named("found");
    svg.group(
        String.format(
            "%s: %s at cost %s",
            point.name, Numbers.text(point.accuracy), Numbers.text(point.cost)));
    svg.circle(plot.x(point.cost), plot.y(point.accuracy), RADIUS, paint);
    svg.endGroup();
  }

  private void cross(double left, double top, String kind) {
    String path =
        String.format(
            Locale.ROOT,
            "M%.1f %.1fl%d %dm0 %dl%d %d",
            left - CROSS,
            top - CROSS,
            2 * CROSS,
            2 * CROSS,
            -2 * CROSS,
            -2 * CROSS,
            2 * CROSS);
    svg.path(path, Paint.stroke(Tone.GREY, 1.5).named(kind));
  }

  /** From the cheapest to the dearest. */
  private List<Point> onFront() {
    return points.stream()
        .filter(point -> point.kind == Kind.FRONT)
        .sorted(Comparator.comparingDouble(Point::cost))
        .toList();
  }

  private void front() {
    StringBuilder path = new StringBuilder();
    for (Point point : onFront()) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Svg.pixels(plot.x(point.cost)))
          .append(' ')
          .append(Svg.pixels(plot.y(point.accuracy)));
    }
    svg.path(path.toString(), Paint.stroke(Tone.BLUE, 1.5).named("front"));
  }

  private void labels() {
    LabelPlaces places =
        new LabelPlaces(
            new Rectangle2D.Double(plot.left(), plot.top(), plot.width(), plot.height()));
    points.forEach(point -> places.point(plot.x(point.cost), plot.y(point.accuracy)));
    List<Point> line = onFront();
    for (int i = 1; i < line.size(); i++) {
      Point from = line.get(i - 1);
      Point to = line.get(i);
      places.line(plot.x(from.cost), plot.y(from.accuracy), plot.x(to.cost), plot.y(to.accuracy));
    }
    for (Point point : points) {
      if (!point.name.isEmpty()) {
        double[] place = places.place(plot.x(point.cost), plot.y(point.accuracy), point.name);
        svg.text(place[0], place[1], point.name, Type.PLAIN.anchor(Anchor.START));
      }
    }
  }
}
