package io.spnas.cli;

import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyPrediction.LayerLatency;
import io.spnas.latency.LatencyTable;
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

  /** Prints a network with its runtimes by the table of a name or path. */
  void print(Architecture architecture, String tableName) {
    print(architecture, LatencyTable.load(tableName));
  }

  /** Prints a network with its runtimes. */
  void print(Architecture architecture, LatencyTable table) {
    LatencyPrediction prediction = LatencyPrediction.of(table, architecture);
    out.println("layer  operation  stride  channels       ms");
    for (LayerLatency layer : prediction.layers()) {
      MbConv block = architecture.space().allLayers().get(layer.layer()).block();
      out.printf(
          Locale.ROOT,
          "%5d  %-9s  %6d  %3d -> %-3d  %7.2f%n",
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
        "Predicted runtime %.2f ms on %s (%.2f ms of it outside these layers), %,d parameters,"
            + " %.1f million multiply-adds%n",
        prediction.total(),
        table.device(),
        prediction.base(),
        statistics.parameters(),
        statistics.multiplyAdds() / 1e6);
    out.println("Blocks: " + String.join(" ", architecture.blockStrings()));
  }
}
