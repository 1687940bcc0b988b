package io.spnas.report.picture;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds places for the labels of points where they hide neither points, lines nor each other. */
final class LabelPlaces {
  /** Of letters of 12 px, generously. */
  private static final double LETTER = 6.8;

  private static final double HEIGHT = 13;
  private static final double GAP = 8;

  private final Rectangle2D area;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Line2D> lines = new ArrayList<>();

  /**
   * @param area where labels may be
   */
  LabelPlaces(Rectangle2D area) {
    this.area = area;
  }

  /** Keeps a point clear. */
  void point(double x, double y) {
    taken.add(new Rectangle2D.Double(x - 5, y - 5, 10, 10));
  }

  /** Keeps a line clear. */
  void line(double x1, double y1, double x2, double y2) {
    lines.add(new Line2D.Double(x1, y1, x2, y2));
  }

  /**
   * Places a label beside a point.
   *
   * @return left end and baseline, px: above and to the left if there is room, which is where no
   *     network is that would be better
   */
  double[] place(double x, double y, String label) {
    double width = LETTER * label.length();
    List<Rectangle2D> candidates = new ArrayList<>();
    for (double distance = GAP; distance < 6 * GAP; distance += GAP / 2) {
      double left = x - distance - width;
      double right = x + distance;
      double above = y - distance - HEIGHT + 4;
      double below = y + distance - 4;
      candidates.add(box(left, above, width));
      candidates.add(box(x - width / 2, above - 4, width));
      candidates.add(box(right, below, width));
      candidates.add(box(x - width / 2, below + 4, width));
      candidates.add(box(right, y - HEIGHT / 2, width));
      candidates.add(box(left, y - HEIGHT / 2, width));
    }
    Optional<Rectangle2D> free = candidates.stream().filter(this::isFree).findFirst();
    Rectangle2D place = free.orElse(candidates.get(0));
    taken.add(place);
    return new double[] {place.getX(), place.getY() + HEIGHT - 3};
  }

  private static Rectangle2D box(double x, double y, double width) {
    return new Rectangle2D.Double(x, y, width, HEIGHT);
  }

  private boolean isFree(Rectangle2D box) {
    return area.contains(box)
        && taken.stream().noneMatch(box::intersects)
        && lines.stream().noneMatch(line -> line.intersects(box));
  }
}
