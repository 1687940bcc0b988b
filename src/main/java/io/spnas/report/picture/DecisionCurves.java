package io.spnas.report.picture;

import io.spnas.report.picture.Svg.Anchor;
import io.spnas.report.picture.Svg.Type;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Draws what decisions are made from, norm minus threshold or log odds, over the steps: a small
 * panel a searchable layer, all on the same scales. Above the line a decision is on, below it off.
 * Values are means over as many records as fall together.
 */
final class DecisionCurves {
  private static final int GAP = 16;
  private static final int HEADING = 18;
  private static final int BELOW = 40;
  private static final int MOST_POINTS = 80;
  private static final double LINEAR = 0.001;

  private final DecisionFigures figures;
  private final Layout layout;
  private final Bins bins;

  DecisionCurves(DecisionFigures figures, Layout layout) {
    this.figures = figures;
    this.layout = layout;
    this.bins = Bins.of(figures.records(), MOST_POINTS);
  }

  String svg() {
    int columns = layout.pick(4, 2);
    int rows = (figures.layers().size() + columns - 1) / columns;
    int height = layout.pick(64, 54);
    int top = DecisionFigures.keyHeight(layout);
    int pitch = HEADING + height + 8;
    Svg svg =
        new Svg(
            layout.width(),
            top + rows * pitch + BELOW,
            "What the decisions of each searchable layer came from over the search",
            figures.words());
    DecisionFigures.key(svg, layout);
    Scale x = AxisScale.between(0, figures.steps(), layout.pick(3, 2));
    SymlogScale y = scale();
    double width = (layout.width() - (columns - 1.0) * GAP) / columns;
    for (int i = 0; i < figures.layers().size(); i++) {
      double left = i % columns * (width + GAP);
      double above = top + i / columns * pitch + HEADING;
      Plot plot = new Plot(left, above, width, height, x, y);
      panel(svg, plot, i);
      if (i + columns >= figures.layers().size()) {
        ends(svg, plot);
      }
    }
    String range =
        String.format("Each panel from -%1$s to +%1$s, logarithmic.", Numbers.text(y.largest()));
    svg.text(0, top + rows * pitch + BELOW - 8, range, Type.QUIET.size(11));
    return svg.end();
  }

  private SymlogScale scale() {
    double largest =
        IntStream.range(0, figures.layers().size())
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(0, Decision.values().length)
                        .filter(d -> figures.isOpen(i, Decision.values()[d]))
                        .mapToObj(d -> means(i, d)))
            .flatMapToDouble(DoubleStream::of)
            .filter(Double::isFinite)
            .map(Math::abs)
            .max()
            .orElse(1);
    return new SymlogScale(LINEAR, Math.max(largest, LINEAR));
  }

  private double[] means(int layer, int decision) {
    return bins.means(record -> record.arguments()[layer][decision]);
  }

  private void panel(Svg svg, Plot plot, int layer) {
    double zero = plot.y(0);
    svg.rectangle(plot.left(), zero, plot.width(), plot.bottom() - zero, Paint.fill(Tone.SHADE));
    svg.line(plot.left(), zero, plot.right(), zero, Paint.stroke(Tone.MUTED, 1));
    String name = "layer " + figures.layers().get(layer).index();
    svg.text(plot.left(), plot.top() - 5, name, Type.QUIET.size(11));
    svg.text(
        plot.right(),
        plot.top() - 5,
        figures.outcome(layer),
        Type.PLAIN.size(11).bold().anchor(Anchor.END));
    double[] steps = bins.means(record -> record.step());
    for (Decision decision : Decision.values()) {
      if (figures.isOpen(layer, decision)) {
        double[] values = means(layer, decision.ordinal());
        Series series =
            new Series(decision.words(), steps, values, decision.tone(), Series.Form.LINE);
        Paint paint =
            Paint.stroke(decision.tone(), 1.6).dashed(decision.dashes()).named("decision");
        svg.path(PathData.line(plot, series), paint);
      }
    }
  }

  /** Both ends of the axis of steps. */
  private void ends(Svg svg, Plot plot) {
    svg.text(plot.left(), plot.bottom() + 14, "step 0", Type.QUIET.size(11));
    svg.text(
        plot.right(),
        plot.bottom() + 14,
        Numbers.whole(figures.steps()),
        Type.QUIET.size(11).anchor(Anchor.END));
  }
}
