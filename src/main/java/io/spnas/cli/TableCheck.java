package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyTable;
import io.spnas.space.SearchSpace;
import java.util.Locale;

/** {@code latency} without a network: whether a search with these settings can use a table. */
final class TableCheck {
  private final Settings settings;
  private final String lut;

  /**
   * @param settings settings of the search
   * @param lut the table, as a user names it
   */
  TableCheck(Settings settings, String lut) {
    this.settings = settings;
    this.lut = lut;
  }

  /**
   * Tells what networks of the space come to.
   *
   * @throws InvalidInputException if the table does not cover the space, or no network has the
   *     target
   */
  void run(Results results) {
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    LatencyTable table = LatencyTable.load(lut, space);
    table.requireCovers(space, settings.latency().geometry());
    settings.search().targetLatencyMs().ifPresent(target -> table.requireWithin(space, target));
    LatencyTable.Range range = table.range(space);
    Objective objective = table.origin().objective();
    results
        .words()
        .printf(
            Locale.ROOT,
            "Table %s (%s) covers the %d searchable layers: networks come to %.4g to %.4g %s%n",
            table.name(),
            table.device(),
            space.searchable().size(),
            range.least(),
            range.most(),
            objective.unit());
    if (!table.isMeasuredFor(space)) {
      results.words().println("A stand-in: the table is of another input size, width or blocks.");
    }
    ObjectNode json = results.object();
    json.put("table", table.name());
    json.put("device", table.device());
    json.put("objective", objective.label());
    json.put("unit", objective.unit());
    json.put("stand_in", !table.isMeasuredFor(space));
    json.put("least", range.least());
    json.put("most", range.most());
    results.print(json);
  }
}
