package io.spnas.spark.compare;

import io.spnas.report.methods.CellResult;
import io.spnas.report.methods.ComparisonProvenance;
import io.spnas.report.methods.MethodCell;
import io.spnas.report.methods.MethodComparison;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has become of each cell. Its methods may be called from several threads. */
final class Scoreboard {
  private final Head head;
  private final Map<String, CellResult> results = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();

  /**
   * What does not change.
   *
   * @param request the comparison
   * @param cells its cells
   * @param table name of the latency table
   * @param device where the table was measured
   * @param provenance with what and where
   */
  record Head(
      CompareRequest request,
      Cells cells,
      String table,
      String device,
      ComparisonProvenance provenance) {}

  Scoreboard(Head head) {
    this.head = head;
  }

  /** A cell is done. */
  synchronized void done(Cell cell, CellResult result) {
    results.put(cell.name(), result);
  }

  /**
   * A run of a cell failed.
   *
   * @return whether it is the first of the cell's runs to fail; only that one's reason counts
   */
  synchronized boolean failed(Cell cell, String reason) {
    return failures.putIfAbsent(cell.name(), reason) == null;
  }

  /** Cells that are done, in the order of the cells. */
  synchronized List<Cell> done() {
    return head.cells().all().stream().filter(cell -> results.containsKey(cell.name())).toList();
  }

  /** Whether the latency of each cell that is done was measured. */
  synchronized boolean isMeasured() {
    return results.values().stream().allMatch(result -> result.measuredMs().isPresent());
  }

  /** The latency of the network of a cell that is done was measured, ms. */
  synchronized void measured(Cell cell, double milliseconds) {
    results.computeIfPresent(cell.name(), (name, result) -> result.measured(milliseconds));
  }

  /** All of it, as it is at this moment. */
  synchronized MethodComparison comparison() {
    CompareRequest request = head.request();
    return new MethodComparison(
        request.data(),
        head.table(),
        head.device(),
        request.settings().search().targetLatencyMs().orElseThrow(),
        request.methods(),
        request.seeds(),
        request.methods().stream()
            .flatMap(method -> request.seeds().stream().map(seed -> cell(method, seed)))
            .toList(),
        head.provenance());
  }

  private MethodCell cell(String method, long seed) {
    String name = head.cells().of(method, seed).name();
    if (results.containsKey(name)) {
      return MethodCell.done(method, seed, results.get(name));
    }
    return failures.containsKey(name)
        ? MethodCell.failed(method, seed, failures.get(name))
        : MethodCell.open(method, seed);
  }
}
