package io.spnas.report.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.JsonText;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Networks in the plane of cost and accuracy, of a sweep or of any runs. */
final class ParetoRows {
  private ParetoRows() {}

  /** The networks of a sweep's pareto.json, and the random ones beside them. */
  static List<ParetoRow> ofSweep(String text) {
    JsonNode root = JsonText.parse(text);
    List<ParetoRow> rows = new ArrayList<>();
    for (JsonNode search : root.path("searches")) {
      String run = search.path("run_dir").asText();
      rows.add(
          row(run.substring(run.lastIndexOf('/') + 1), "sweep", search)
              .withFront(search.path("on_front").asBoolean()));
    }
    root.path("random").forEach(network -> rows.add(row("random", "random", network)));
    return rows;
  }

  private static ParetoRow row(String name, String series, JsonNode network) {
    return new ParetoRow(
        name,
        series,
        network.path("runtime_ms").asDouble(),
        network.path("top1").asDouble(),
        false);
  }

  /**
   * The networks of runs that have a predicted cost: trained ones with their validation's top-1,
   * searched ones with that of the last training batches.
   */
  static List<ParetoRow> ofRuns(Map<String, RunView> runs) {
    List<ParetoRow> rows = new ArrayList<>();
    runs.forEach((name, run) -> row(name, run).ifPresent(rows::add));
    return rows.stream()
        .map(row -> row.withFront(rows.stream().noneMatch(row::isDominatedBy)))
        .toList();
  }

  private static Optional<ParetoRow> row(String name, RunView run) {
    JsonNode cost = run.architecture().map(JsonText::parse).orElse(null);
    Optional<Double> accuracy =
        run.kind() == RunView.Kind.TRAINING
            ? RunRow.lastValidation(run).map(Validation.Result::top1)
            : run.last().map(StepRecord::top1);
    if (cost == null || !cost.has("runtime_ms") || accuracy.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ParetoRow(
            name,
            RunRow.lowerCase(run.kind()),
            cost.path("runtime_ms").asDouble(),
            accuracy.get(),
            false));
  }
}
