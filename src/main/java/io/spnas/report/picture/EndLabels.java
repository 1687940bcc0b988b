package io.spnas.report.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labels at the right end of lines, moved apart where they would hide each other. */
final class EndLabels {
  private static final double HEIGHT = 14;
  private static final double GAP = 9;

  private record Label(double y, String text, Tone tone) {}

  private double right;
  private final List<Label> labels = new ArrayList<>();

  /** Adds a label that belongs right of a place. */
  void add(double x, double y, String text, Tone tone) {
    right = Math.max(right, x);
    labels.add(new Label(y, text, tone));
  }

  /** Draws all, right of the line that goes farthest. */
  void draw(Svg svg, double top, double bottom) {
    labels.sort(Comparator.comparingDouble(Label::y));
    double[] places = new double[labels.size()];
    double least = top;
    for (int i = 0; i < places.length; i++) {
      places[i] = Math.max(labels.get(i).y, least);
      least = places[i] + HEIGHT;
    }
    double most = bottom;
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], most);
      most = places[i] - HEIGHT;
    }
    for (int i = 0; i < places.length; i++) {
      Label label = labels.get(i);
      svg.text(right + GAP, places[i] + 4, label.text, Svg.Type.PLAIN.tone(label.tone));
    }
  }
}
