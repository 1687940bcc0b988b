package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
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
  private static final int KEY_LINE = 18;
  private static final int MOST_NAMES = 5;

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

  private final Layout layout;
  private final List<Star> stars;
  private final OptionalDouble target;
  private final Svg svg;
  private final Plot plot;

  private StarPicture(Layout layout, String title, List<Star> stars, OptionalDouble target) {
    this.layout = layout;
    this.stars = stars;
    this.target = target;
    int height = layout.pick(420, 340);
    this.svg =
        new Svg(
            layout.width(),
            height + keyHeight(layout, stars),
            title,
            String.join(". ", stars.stream().map(Star::words).toList()) + ".");
    this.plot =
        new Plot(
            LEFT,
            TOP,
            layout.width() - LEFT - RIGHT,
            height - TOP - BOTTOM,
            scale(DoubleStream.concat(costs(), target.stream()), layout.pick(8, 4)),
            scale(points().mapToDouble(Point::accuracy), 6));
  }

  /**
   * Draws stars, of which there is at least one.
   *
   * @param costName what is across, with its unit
   * @param accuracyName what is upwards, with its unit
   * @param target cost that is marked
   */
  static String svg(
      Layout layout,
      String title,
      String costName,
      String accuracyName,
      List<Star> stars,
      OptionalDouble target) {
    return new StarPicture(layout, title, stars, target).draw(costName, accuracyName);
  }

  private Stream<Point> points() {
    return stars.stream().flatMap(star -> star.points.stream());
  }

  private DoubleStream costs() {
    return points().mapToDouble(Point::cost);
  }

  private static Scale scale(DoubleStream values, int ticks) {
    DoubleSummaryStatistics all = values.summaryStatistics();
    double margin = (all.getMax() - all.getMin()) / 40;
    return AxisScale.around(all.getMin() - margin, all.getMax() + margin, ticks);
  }

  private String draw(String costName, String accuracyName) {
    svg.text(0, 14, accuracyName, Type.HEADING);
    new Axes(svg).up(plot);
    new Axes(svg).across(plot, costName);
    target.ifPresent(this::target);
    List<Point> front = front();
    StringBuilder path = new StringBuilder();
    front.forEach(point -> path.append(path.isEmpty() ? 'M' : 'L').append(place(point)));
    svg.path(path.toString(), Paint.stroke(Tone.MUTED, 1.5).dashed("5 4").named("front"));
    stars.forEach(this::star);
    labels(front);
    if (hasLetters(layout, stars)) {
      key();
    }
    return svg.end();
  }

  private void target(double cost) {
    double x = plot.x(cost);
    svg.line(x, plot.top(), x, plot.bottom(), Paint.stroke(Tone.MUTED, 1).dashed("1 4"));
    svg.text(x + 5, plot.bottom() - 6, "target", Type.QUIET.size(11));
  }

  /** Names take more room than a phone has, and would lie far from their means if many. */
  private static boolean hasLetters(Layout layout, List<Star> stars) {
    return stars.size() > layout.pick(MOST_NAMES, 0);
  }

  /** What a star's label says: its name, or a letter. */
  private String label(int index) {
    return hasLetters(layout, stars) ? ComparisonFigures.letter(index) : stars.get(index).name;
  }

  private static int keyColumns(Layout layout) {
    return layout.pick(4, 2);
  }

  private static int keyHeight(Layout layout, List<Star> stars) {
    int columns = keyColumns(layout);
    return hasLetters(layout, stars) ? KEY_LINE * ((stars.size() + columns - 1) / columns) : 0;
  }

  /** Names of the letters, in columns. */
  private void key() {
    int columns = keyColumns(layout);
    double top = plot.bottom() + BOTTOM + 10;
    for (int i = 0; i < stars.size(); i++) {
      double x = i % columns * layout.width() / (double) columns;
      double y = top + i / columns * KEY_LINE;
      svg.text(x, y, label(i), Type.PLAIN.size(11).bold().tone(stars.get(i).tone));
      svg.text(x + 16, y, stars.get(i).name, Type.PLAIN.size(11));
    }
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
      Point mean = star.mean();
      places.point(plot.x(mean.cost), plot.y(mean.accuracy));
      star.points.forEach(point -> line(places, mean, point));
    }
    for (int i = 1; i < front.size(); i++) {
      line(places, front.get(i - 1), front.get(i));
    }
    for (int i = 0; i < stars.size(); i++) {
      Point mean = stars.get(i).mean();
      double[] place = places.place(plot.x(mean.cost), plot.y(mean.accuracy), label(i));
      Type type = Type.PLAIN.anchor(Anchor.START).tone(stars.get(i).tone);
      svg.text(place[0], place[1], label(i), type);
    }
  }

  private void line(LabelPlaces places, Point from, Point to) {
    places.line(plot.x(from.cost), plot.y(from.accuracy), plot.x(to.cost), plot.y(to.accuracy));
  }
}
