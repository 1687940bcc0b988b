package io.spnas.report.html;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.report.picture.Numbers;
import io.spnas.report.picture.RunFigures;
import io.spnas.space.Architecture;
import java.util.ArrayList;
import java.util.List;

/** Predicted runtime by layer. */
record LatencySection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Latency";
  }

  @Override
  public boolean isShown() {
    return facts.network().architecture().isPresent();
  }

  @Override
  public void write(Html html) {
    Architecture network = facts.network().architecture().orElseThrow();
    LatencyTable table;
    try {
      table = facts.network().table();
    } catch (InvalidInputException e) {
      html.element("p", "Not predicted: " + e.getMessage());
      return;
    }
    LatencyPrediction prediction = LatencyPrediction.of(table, network);
    String unit = prediction.objective().unit();
    Parts.figure(
        html,
        "latency",
        layout -> RunFigures.of(facts.run(), layout).latency(),
        String.format(
            "%s by layer and operation, predicted for %s. Pale: the dearest operation that the"
                + " layer could have.%s",
            unit,
            table.device(),
            table.isMeasuredFor(network.space())
                ? ""
                : " A stand-in: the table is of another input size, width or blocks."));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("fixed", "", Numbers.text(prediction.base())));
    prediction
        .layers()
        .forEach(
            layer ->
                rows.add(
                    List.of(
                        String.valueOf(layer.layer()),
                        layer.operation().label(),
                        Numbers.text(layer.milliseconds()))));
    rows.add(List.of("all", "", Numbers.text(prediction.total())));
    Parts.details(
        html,
        "Numbers",
        () ->
            Parts.table(
                html,
                "Predicted " + prediction.objective().label() + ", table " + table.name(),
                List.of("layer", "operation", unit),
                rows));
  }
}
