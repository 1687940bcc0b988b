package io.spnas.report;

import static io.spnas.report.SvgWriter.pixels;

import java.awt.geom.Rectangle2D;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws accuracy against cost: found networks as circles with their lambda or target, full on the
 * front and hollow behind it, the front as a line, random networks as grey crosses. Shapes tell all
 * that colours do; colours follow the reader's light or dark scheme.
 */
public final class ParetoPicture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 500;
  private static final int LEFT = 66;
  private static final int RIGHT = 24;
  private static final int TOP = 62;
  private static final int BOTTOM = 54;
  private static final int TICKS = 6;
  private static final int CROSS = 3;

  /** Attributes hold the light scheme, for what knows no style. */
  private static final String STYLE =
      "@media (prefers-color-scheme: dark) {"
          + " .paper { fill: #0d1117 } .ink { fill: #e6edf3 } .grid { stroke: #30363d }"
          + " .axis { stroke: #8b949e } .random, .random-key { stroke: #8b949e }"
          + " .line { stroke: #79b8ff } .dot { stroke: #79b8ff }"
          + " .full { fill: #79b8ff } .hollow { fill: #0d1117 } }";

  private static final String PAPER = "#ffffff";
  private static final String INK = "#1f2328";
  private static final String GRID = "#e2e5e9";
  private static final String AXIS = "#59636e";
  private static final String GREY = "#8a929a";
  private static final String BLUE = "#0b57a4";

  private final Pareto pareto;
  private final List<Boolean> front;
  private final AxisScale x;
  private final AxisScale y;
  private final SvgWriter svg;

  private ParetoPicture(Pareto pareto) {
    this.pareto = pareto;
    this.front = pareto.front();
    this.x = scale(networks().map(Pareto.Network::cost).toList());
    this.y = scale(networks().map(network -> 100 * network.accuracy()).toList());
    this.svg = new SvgWriter(WIDTH, HEIGHT, title(), STYLE);
  }

  /** The picture as an SVG document. */
  public static String svg(Pareto pareto) {
    return new ParetoPicture(pareto).draw();
  }

  private Stream<Pareto.Network> networks() {
    return Stream.concat(
        pareto.found().stream().map(Pareto.Found::network), pareto.random().stream());
  }

  private static AxisScale scale(List<Double> values) {
    double lowest = values.stream().min(Comparator.naturalOrder()).orElseThrow();
    double highest = values.stream().max(Comparator.naturalOrder()).orElseThrow();
    double margin = (highest - lowest) / 40;
    return AxisScale.around(lowest - margin, highest + margin, TICKS);
  }

  private String title() {
    Pareto.Provenance provenance = pareto.provenance();
    return String.format(
        Locale.ROOT,
        "Top-1 with the supernet's weights against %s: %d networks found, %d random ones",
        provenance.objective(),
        pareto.found().size(),
        pareto.random().size());
  }

  private String draw() {
    svg.element("rect", "class", "paper", "width", "100%", "height", "100%", "fill", PAPER);
    svg.text("text", title(), at(LEFT, 24, "ink", INK, "font-weight", "bold"));
    axes();
    legend();
    pareto.random().forEach(network -> cross(left(network), top(network), "random"));
    line();
    List<Integer> found = IntStream.range(0, front.size()).boxed().toList();
    found.forEach(
        i -> {
          Pareto.Network network = pareto.found().get(i).network();
          circle(left(network), top(network), front.get(i), "found dot ");
        });
    labels();
    return svg.end();
  }

  private double left(Pareto.Network network) {
    return LEFT + x.position(network.cost()) * (WIDTH - LEFT - RIGHT);
  }

  private double top(Pareto.Network network) {
    return HEIGHT - BOTTOM - y.position(100 * network.accuracy()) * (HEIGHT - TOP - BOTTOM);
  }

  private static String[] at(double left, double top, String kind, String fill, String... more) {
    List<String> attributes =
        new ArrayList<>(List.of("x", pixels(left), "y", pixels(top), "class", kind, "fill", fill));
    attributes.addAll(List.of(more));
    return attributes.toArray(String[]::new);
  }

  private void axes() {
    double bottom = HEIGHT - BOTTOM;
    for (double tick : x.ticks()) {
      double left = LEFT + x.position(tick) * (WIDTH - LEFT - RIGHT);
      stroke(left, TOP, left, bottom, "grid", GRID);
      svg.text("text", x.text(tick), at(left, bottom + 18, "ink", INK, "text-anchor", "middle"));
    }
    for (double tick : y.ticks()) {
      double top = bottom - y.position(tick) * (bottom - TOP);
      stroke(LEFT, top, WIDTH - RIGHT, top, "grid", GRID);
      svg.text("text", y.text(tick), at(LEFT - 8, top + 4, "ink", INK, "text-anchor", "end"));
    }
    stroke(LEFT, bottom, WIDTH - RIGHT, bottom, "axis", AXIS);
    stroke(LEFT, TOP, LEFT, bottom, "axis", AXIS);
    Pareto.Provenance provenance = pareto.provenance();
    String cost =
        String.format(
            "predicted %s, %s (%s)",
            provenance.objective(), provenance.unit(), provenance.device());
    double middle = LEFT + (WIDTH - LEFT - RIGHT) / 2.0;
    svg.text("text", cost, at(middle, HEIGHT - 14, "ink", INK, "text-anchor", "middle"));
    double height = TOP + (bottom - TOP) / 2;
    String[] upwards =
        at(
            18,
            height,
            "ink",
            INK,
            "text-anchor",
            "middle",
            "transform",
            "rotate(-90 18 " + pixels(height) + ")");
    svg.text("text", accuracy(), upwards);
  }

  private String accuracy() {
    long images = pareto.found().get(0).network().counts().images();
    return String.format("top-1, %% (%d images of %s)", images, pareto.provenance().split());
  }

  private void legend() {
    int top = 44;
    circle(LEFT + 6, top - 4, true, "dot ");
    svg.text("text", "found, on the front", at(LEFT + 18, top, "ink", INK));
    circle(LEFT + 156, top - 4, false, "dot ");
    svg.text("text", "found, behind it", at(LEFT + 168, top, "ink", INK));
    cross(LEFT + 286, top - 4, "random-key");
    svg.text("text", "random network", at(LEFT + 298, top, "ink", INK));
  }

  private void stroke(double x1, double y1, double x2, double y2, String kind, String colour) {
    svg.element(
        "line",
        "x1",
        pixels(x1),
        "y1",
        pixels(y1),
        "x2",
        pixels(x2),
        "y2",
        pixels(y2),
        "class",
        kind,
        "stroke",
        colour);
  }

  private void circle(double left, double top, boolean full, String kind) {
    svg.element(
        "circle",
        "cx",
        pixels(left),
        "cy",
        pixels(top),
        "r",
        "5",
        "class",
        kind + (full ? "full" : "hollow"),
        "fill",
        full ? BLUE : PAPER,
        "stroke",
        BLUE,
        "stroke-width",
        "2");
  }

  private void cross(double left, double top, String kind) {
    String path =
        String.format(
            Locale.ROOT,
            "M%.1f %.1f l%d %d m0 %d l%d %d",
            left - CROSS,
            top - CROSS,
            2 * CROSS,
            2 * CROSS,
            -2 * CROSS,
            -2 * CROSS,
            2 * CROSS);
    svg.element(
        "path", "d", path, "class", kind, "fill", "none", "stroke", GREY, "stroke-width", "1.5");
  }

  private void line() {
    String points =
        frontNetworks().stream()
            .map(network -> pixels(left(network)) + "," + pixels(top(network)))
            .collect(Collectors.joining(" "));
    svg.element(
        "polyline",
        "points",
        points,
        "class",
        "line",
        "fill",
        "none",
        "stroke",
        BLUE,
        "stroke-width",
        "1.5");
  }

  /** From the cheapest to the dearest. */
  private List<Pareto.Network> frontNetworks() {
    return IntStream.range(0, front.size())
        .filter(front::get)
        .mapToObj(i -> pareto.found().get(i).network())
        .sorted(Comparator.comparingDouble(Pareto.Network::cost))
        .toList();
  }

  private void labels() {
    LabelPlaces places =
        new LabelPlaces(
            new Rectangle2D.Double(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM));
    networks().forEach(network -> places.point(left(network), top(network)));
    List<Pareto.Network> line = frontNetworks();
    for (int i = 1; i < line.size(); i++) {
      Pareto.Network from = line.get(i - 1);
      Pareto.Network to = line.get(i);
      places.line(left(from), top(from), left(to), top(to));
    }
    boolean seeds = pareto.found().stream().map(Pareto.Found::seed).distinct().count() > 1;
    for (Pareto.Found found : pareto.found()) {
      String label = label(found) + (seeds ? ", seed " + found.seed() : "");
      double[] place = places.place(left(found.network()), top(found.network()), label);
      svg.text("text", label, at(place[0], place[1], "ink", INK));
    }
  }

  private String label(Pareto.Found found) {
    return found.target().isPresent()
        ? "target " + plain(found.target().getAsDouble()) + " " + pareto.provenance().unit()
        : "\u03bb " + plain(found.lambda().orElseThrow());
  }

  private static String plain(double number) {
    return number == 0 ? "0" : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
