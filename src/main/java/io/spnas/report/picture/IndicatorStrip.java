package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Draws which decisions were on, as strips over the steps: three a searchable layer, the fuller the
 * more of the steps that fall together they were on in. What can't be decided has no strip.
 */
final class IndicatorStrip {
  private static final int LEFT = 52;
  private static final int RIGHT = 52;
  private static final int LINE = 5;
  private static final int PITCH = 3 * LINE + 5;
  private static final int BELOW = 40;
  private static final int SHADES = 5;

  private final DecisionFigures figures;
  private final Layout layout;
  private final Bins bins;

  IndicatorStrip(DecisionFigures figures, Layout layout) {
    this.figures = figures;
    this.layout = layout;
    this.bins = Bins.of(figures.records(), layout.pick(160, 70));
  }

  String svg() {
    int top = DecisionFigures.keyHeight(layout);
    int height = figures.layers().size() * PITCH;
    Svg svg =
        new Svg(
            layout.width(),
            top + height + BELOW,
            "Decisions that were on over the search, by searchable layer",
            figures.words());
    DecisionFigures.key(svg, layout);
    Scale x = AxisScale.between(0, figures.steps(), layout.pick(8, 4));
    Plot plot = new Plot(LEFT, top, layout.width() - LEFT - RIGHT, height, x, x);
    for (int i = 0; i < figures.layers().size(); i++) {
      double middle = top + i * PITCH + 1.5 * LINE + 4;
      svg.text(0, middle, "layer " + figures.layers().get(i).index(), Type.QUIET.size(11));
      svg.text(
          layout.width(),
          middle,
          figures.outcome(i),
          Type.PLAIN.size(11).bold().anchor(Anchor.END));
    }
    for (Decision decision : Decision.values()) {
      strips(svg, plot, decision);
    }
    new Axes(svg).across(plot, "step");
    return svg.end();
  }

  /** All strips of a decision; cells of the same shade are one path. */
  private void strips(Svg svg, Plot plot, Decision decision) {
    TreeMap<Integer, StringBuilder> shades = new TreeMap<>();
    double[] ends = bins.means(record -> record.step());
    for (int b = 0; b < ends.length; b++) {
      ends[b] = plot.x(bins.groups().get(b).get(bins.groups().get(b).size() - 1).step());
    }
    for (int i = 0; i < figures.layers().size(); i++) {
      if (!figures.isOpen(i, decision)) {
        continue;
      }
      int layer = i;
      double[] on =
          bins.means(
              record ->
                  DecisionFigures.isOn(record.indicators()[layer][decision.ordinal()]) ? 1 : 0);
      double y = plot.top() + i * PITCH + decision.ordinal() * LINE;
      double from = plot.left();
      for (int b = 0; b < on.length; b++) {
        int shade = (int) Math.round(SHADES * on[b]);
        boolean last = b + 1 == on.length || Math.round(SHADES * on[b + 1]) != shade;
        if (last) {
          shades
              .computeIfAbsent(shade, s -> new StringBuilder())
              .append(
                  String.format(
                      Locale.ROOT,
                      "M%.1f %.1fh%.1fv%dh%.1fz",
                      from,
                      y,
                      ends[b] - from,
                      LINE - 1,
                      from - ends[b]));
          from = ends[b];
        }
      }
    }
    shades.forEach(
        (shade, path) -> {
          double strength = shade == 0 ? 0.08 : 0.2 + 0.8 * shade / SHADES;
          svg.path(
              path.toString(), Paint.fill(decision.tone()).faded(strength).named("on-" + shade));
        });
  }
}
