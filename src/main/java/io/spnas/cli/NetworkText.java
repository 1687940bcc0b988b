package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.Objective;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyPrediction.LayerLatency;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.ObjectiveTables;
import io.spnas.space.Architecture;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkStatistics;
import java.io.PrintStream;
import java.util.Locale;

/** A network in words: a line a searchable layer with its predicted runtime, and the sums. */
final class NetworkText {
  private final PrintStream out;

  NetworkText(PrintStream out) {
    this.out = out;
  }

  /** Prints a network with its runtimes, and what else a search made small. */
  void print(Architecture architecture, ObjectiveTables tables, ObjectNode json) {
    print(architecture, tables.latency());
    if (!tables.isBeyondLatency()) {
      return;
    }
    ObjectNode costs = json.putObject("costs");
    tables
        .counted()
        .forEach(
            (objective, table) -> {
              double cost = LatencyPrediction.of(table, architecture).total();
              out.printf(
                  Locale.ROOT, "Counted: %s %.4g %s%n", objective.label(), cost, objective.unit());
              costs.put(objective.label(), cost);
            });
    json.put("objective", tables.value(architecture));
    out.printf(Locale.ROOT, "Objective %.6g%n", tables.value(architecture));
  }

  /** Prints a network with its runtimes, or with what else a table's costs are. */
  void print(Architecture architecture, LatencyTable table) {
    LatencyPrediction prediction = LatencyPrediction.of(table, architecture);
    Objective objective = table.origin().objective();
    out.printf("layer  operation  stride  channels    %8s%n", objective.unit());
    for (LayerLatency layer : prediction.layers()) {
      MbConv block = architecture.space().allLayers().get(layer.layer()).block();
      out.printf(
          Locale.ROOT,
          "%5d  %-9s  %6d  %3d -> %-3d  %8.4g%n",
          layer.layer(),
          layer.operation().label(),
          block.stride(),
          block.inChannels(),
          block.outChannels(),
          layer.milliseconds());
    }
    NetworkStatistics statistics = NetworkStatistics.of(architecture.network());
    out.printf(
        Locale.ROOT,
        "Predicted %s %.4g %s on %s (%.4g %s %soutside these layers), %,d parameters,"
            + " %.1f million multiply-adds%n",
        objective == Objective.LATENCY ? "runtime" : objective.label(),
        prediction.total(),
        objective.unit(),
        table.device(),
        prediction.base(),
        objective.unit(),
        objective.total() == Objective.Total.SUM ? "of it " : "",
        statistics.parameters(),
        statistics.multiplyAdds() / 1e6);
    out.println("Blocks: " + String.join(" ", architecture.blockStrings()));
  }
}
