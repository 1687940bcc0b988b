package io.spnas.report.picture;

import io.spnas.report.Pareto;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws what a sweep came to: found networks with their lambda or target, and random ones. */
public final class ParetoPicture {
  private ParetoPicture() {}

  /** The picture as an SVG document. */
  public static String svg(Pareto pareto) {
    return svg(pareto, Layout.WIDE);
  }

  /** The picture to fit a layout. */
  public static String svg(Pareto pareto, Layout layout) {
    Pareto.Provenance provenance = pareto.provenance();
    String cost =
        String.format(
            "predicted %s, %s (%s)",
            provenance.objective(), provenance.unit(), provenance.device());
    long images = pareto.found().get(0).network().counts().images();
    String accuracy =
        String.format(
            Locale.ROOT, "Top-1, %% (%,d images of %s)", images, pareto.provenance().split());
    return ScatterPicture.svg(layout, title(pareto), cost, accuracy, points(pareto));
  }

  private static String title(Pareto pareto) {
    return String.format(
        Locale.ROOT,
        "Top-1 with the supernet's weights against %s: %d networks found, %d random ones",
        pareto.provenance().objective(),
        pareto.found().size(),
        pareto.random().size());
  }

  private static List<ScatterPicture.Point> points(Pareto pareto) {
    boolean seeds = pareto.found().stream().map(Pareto.Found::seed).distinct().count() > 1;
    List<Boolean> front = pareto.front();
    List<ScatterPicture.Point> points = new ArrayList<>();
    for (int i = 0; i < front.size(); i++) {
      Pareto.Found found = pareto.found().get(i);
      String label =
          label(found, pareto.provenance().unit()) + (seeds ? ", seed " + found.seed() : "");
      ScatterPicture.Kind kind =
          front.get(i) ? ScatterPicture.Kind.FRONT : ScatterPicture.Kind.BEHIND;
      points.add(point(label, found.network(), kind));
    }
    pareto.random().forEach(network -> points.add(point("", network, ScatterPicture.Kind.RANDOM)));
    return points;
  }

  private static ScatterPicture.Point point(
      String label, Pareto.Network network, ScatterPicture.Kind kind) {
    return new ScatterPicture.Point(label, network.cost(), 100 * network.accuracy(), kind);
  }

  private static String label(Pareto.Found found, String unit) {
    return found.target().isPresent()
        ? "target " + plain(found.target().getAsDouble()) + " " + unit
        : "\u03bb " + plain(found.lambda().orElseThrow());
  }

  private static String plain(double number) {
    return number == 0 ? "0" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
