package io.spnas.report.picture;

import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Draws a network's predicted runtime by layer: what is not searched first, then each searchable
 * layer, with the dearest operation that it could have behind it.
 */
final class LatencyBars {
  private LatencyBars() {}

  static String svg(Architecture network, LatencyTable table, Layout layout) {
    LatencyPrediction prediction = LatencyPrediction.of(table, network);
    String unit = prediction.objective().unit();
    List<BarChart.Bar> bars = new ArrayList<>();
    bars.add(
        new BarChart.Bar(
            "fixed parts",
            prediction.base(),
            0,
            Tone.GREY,
            Numbers.text(prediction.base()),
            "Stem, head and layers that are not searched: " + with(prediction.base(), unit)));
    for (int i = 0; i < prediction.layers().size(); i++) {
      bars.add(
          bar(
              prediction.layers().get(i),
              Collections.max(table.searchable().get(i).costs().values()),
              unit));
    }
    String heading =
        String.format("%s in all, by table %s", with(prediction.total(), unit), table.name());
    return BarChart.svg(
        layout,
        "Predicted " + prediction.objective().label() + " by layer",
        heading,
        words(prediction, unit),
        bars);
  }

  private static BarChart.Bar bar(
      LatencyPrediction.LayerLatency layer, double dearest, String unit) {
    Operation operation = layer.operation();
    Tone tone =
        operation == Operation.SKIP ? Tone.GREY : operation.kernel() == 5 ? Tone.ORANGE : Tone.BLUE;
    return new BarChart.Bar(
        layer.layer() + "  " + operation.label(),
        layer.milliseconds(),
        dearest,
        tone,
        operation == Operation.SKIP ? "skipped" : Numbers.text(layer.milliseconds()),
        String.format(
            "Layer %d, %s: %s; its dearest operation: %s",
            layer.layer(),
            operation.label(),
            with(layer.milliseconds(), unit),
            with(dearest, unit)));
  }

  private static String with(double value, String unit) {
    return Numbers.text(value) + " " + unit;
  }

  private static String words(LatencyPrediction prediction, String unit) {
    return String.format(
        "%s in all; %s outside the searchable layers.",
        with(prediction.total(), unit), with(prediction.base(), unit));
  }
}
