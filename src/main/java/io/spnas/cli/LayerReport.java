package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.LayerSeries;
import io.spnas.engine.LayerPass;
import io.spnas.engine.LayerTime;
import io.spnas.engine.MachineLimits;
import java.io.PrintStream;

/** Tells how fast each layer was, beside what the machine can do. */
final class LayerReport {
  private static final String HEAD = "%-18s %9s %8s %7s   %9s %8s %7s";
  private static final String ROW = "%-18s %9.2f %8.1f %7.1f   %9.2f %8.1f %7.1f";

  private final LayerSeries layers;
  private final MachineLimits limits;

  /**
   * @param layers times of layers, of one step at least
   * @param limits measured on the same threads
   */
  LayerReport(LayerSeries layers, MachineLimits limits) {
    this.layers = layers;
    this.limits = limits;
  }

  /** Prints a row for each layer, then one for each kind of layer, then the machine's limits. */
  void print(PrintStream words) {
    printHead(words, "layer", "");
    layers.best().forEach(layer -> words.println(row(layer)));
    printHead(words, "all of a kind", "   of sgemm  of copy");
    for (LayerTime kind : layers.kinds()) {
      LayerPass both = kind.both();
      words.printf(
          "%s   %6.1f %%  %5.1f %%%n",
          row(kind),
          100 * both.gflops() / limits.sgemmGflops(),
          100 * both.gigabytesPerSecond() / limits.copyGigabytesPerSecond());
    }
    words.printf("%-18s %9.2f ms%n", "outside layers", layers.outsideMilliseconds());
    words.printf(
        "The machine's limits: %.1f GFLOP/s in sgemm, %.1f GB/s in a copy of memory%n",
        limits.sgemmGflops(), limits.copyGigabytesPerSecond());
  }

  private static void printHead(PrintStream words, String first, String last) {
    words.printf(
        HEAD + "%s%n", first, "fwd ms", "GFLOP/s", "GB/s", "bwd ms", "GFLOP/s", "GB/s", last);
  }

  private static String row(LayerTime layer) {
    LayerPass forward = layer.forward();
    LayerPass backward = layer.backward();
    return String.format(
        ROW,
        layer.name(),
        forward.milliseconds(),
        forward.gflops(),
        forward.gigabytesPerSecond(),
        backward.milliseconds(),
        backward.gflops(),
        backward.gigabytesPerSecond());
  }

  /** The same as fields of a JSON object. */
  void put(ObjectNode json) {
    ArrayNode array = json.putArray("layers");
    for (LayerTime layer : layers.best()) {
      ObjectNode node = array.addObject();
      node.put("name", layer.name());
      node.put("forward_ms", layer.forward().milliseconds());
      node.put("backward_ms", layer.backward().milliseconds());
      node.put("forward_gflops", layer.forward().gflops());
      node.put("backward_gflops", layer.backward().gflops());
      node.put("forward_gbs", layer.forward().gigabytesPerSecond());
      node.put("backward_gbs", layer.backward().gigabytesPerSecond());
    }
    json.put("outside_layers_ms", layers.outsideMilliseconds());
    ObjectNode most = json.putObject("limits");
    most.put("sgemm_gflops", limits.sgemmGflops());
    most.put("copy_gbs", limits.copyGigabytesPerSecond());
  }
}
