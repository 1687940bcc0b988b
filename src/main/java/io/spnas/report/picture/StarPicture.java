package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Draws groups of points as stars: a dot for each point, and a line from it to the large dot at the
 * group's mean. Means that none is better than, up and to the left, are joined by a line.
 */
final class StarPicture {
  private static final int LEFT = 46;
  private static final int RIGHT = 16;
  private static final int TOP = 28;
  private static final int BOTTOM = 44;
  private static final int RADIUS = 6;
  private static final double DOT = 3;

  /**
   * A place.
   *
   * @param cost what is across
   * @param accuracy what is upwards
   */
  record Point(double cost, double accuracy) {
    boolean isBetterThan(Point other) {
      return cost <= other.cost && accuracy >= other.accuracy && !equals(other);
    }
  }

  /**
   * Points of a group, of which there is at least one.
   *
   * @param name label of its mean
   * @param tone colour
   * @param points where its members are
   */
  record Star(String name, Tone tone, List<Point> points) {
    Point mean() {
      return new Point(mean(Point::cost), mean(Point::accuracy));
    }

    private double mean(ToDoubleFunction<Point> value) {
      return points.stream().mapToDouble(value).average().orElseThrow();
    }

    String words() {
      return String.format(
          "%s: %s at %s", name, Numbers.text(mean().accuracy), Numbers.text(mean().cost));
    }
  }

  private final List<Star> stars;
  private final Svg svg;
  private final Plot plot;

  private StarPicture(Layout layout, String title, List<Star> stars) {
    this.stars = stars;
    int height = layout.pick(420, 340);
    this.svg =
        new Svg(
            layout.width(),
            height,
            title,
            String.join(". ", stars.stream().map(Star::words).toList()) + ".");
    this.plot =
        new Plot(
            LEFT,
            TOP,
            layout.width() - LEFT - RIGHT,
            height - TOP - BOTTOM,
            scale(Point::cost, layout.pick(8, 4)),
            scale(Point::accuracy, 6));
  }

  /**
   * Draws stars, of which there is at least one.
   *
   * @param costName what is across, with its unit
   * @param accuracyName what is upwards, with its unit
   */
  static String svg(
      Layout layout, String title, String costName, String accuracyName, List<Star> stars) {
    return new StarPicture(layout, title, stars).draw(costName, accuracyName);
  }

  private Stream<Point> points() {
    return stars.stream().flatMap(star -> star.points.stream());
  }

  private Scale scale(ToDoubleFunction<Point> value, int ticks) {
    double lowest = points().mapToDouble(value).min().orElseThrow();
    double highest = points().mapToDouble(value).max().orElseThrow();
    double margin = (highest - lowest) / 40;
    return AxisScale.around(lowest - margin, highest + margin, ticks);
  }

  private String draw(String costName, String accuracyName) {
    svg.text(0, 14, accuracyName, Type.HEADING);
    new Axes(svg).up(plot);
    new Axes(svg).across(plot, costName);
    List<Point> front = front();
    StringBuilder path = new StringBuilder();
    front.forEach(point -> path.append(path.isEmpty() ? 'M' : 'L').append(place(point)));
    svg.path(path.toString(), Paint.stroke(Tone.MUTED, 1.5).dashed("5 4").named("front"));
    stars.forEach(this::star);
    labels(front);
    return svg.end();
  }

  private String place(Point point) {
    return Svg.pixels(plot.x(point.cost)) + " " + Svg.pixels(plot.y(point.accuracy));
  }

  /** Means that none is better than, from the cheapest to the dearest. */
  private List<Point> front() {
    List<Point> means = stars.stream().map(Star::mean).toList();
    return means.stream()
        .filter(mean -> means.stream().noneMatch(other -> other.isBetterThan(mean)))
        .sorted(Comparator.comparingDouble(Point::cost))
        .toList();
  }

  private void star(Star star) {
    Point mean = star.mean();
    svg.group(star.words());
    for (Point point : star.points) {
      double x = plot.x(point.cost);
      double y = plot.y(point.accuracy);
      Paint ray = Paint.stroke(star.tone, 1).faded(0.5).named("ray");
      svg.line(plot.x(mean.cost), plot.y(mean.accuracy), x, y, ray);
      svg.circle(x, y, DOT, Paint.fill(star.tone).faded(0.6).named("cell"));
    }
    svg.circle(
        plot.x(mean.cost),
        plot.y(mean.accuracy),
        RADIUS,
        Paint.fill(star.tone).outlined(Tone.PAPER, 1.5).named("mean"));
    svg.endGroup();
  }

  private void labels(List<Point> front) {
    LabelPlaces places =
        new LabelPlaces(
            new Rectangle2D.Double(plot.left(), plot.top(), plot.width(), plot.height()));
    points().forEach(point -> places.point(plot.x(point.cost), plot.y(point.accuracy)));
    for (Star star : stars) {
      places.point(plot.x(star.mean().cost), plot.y(star.mean().accuracy));
    }
    for (int i = 1; i < front.size(); i++) {
      Point from = front.get(i - 1);
      Point to = front.get(i);
      places.line(plot.x(from.cost), plot.y(from.accuracy), plot.x(to.cost), plot.y(to.accuracy));
    }
    for (Star star : stars) {
      Point mean = star.mean();
      double[] place = places.place(plot.x(mean.cost), plot.y(mean.accuracy), star.name);
      Type type = Type.PLAIN.anchor(Anchor.START).tone(star.tone);
      svg.text(place[0], place[1], star.name, type);
    }
  }
}
