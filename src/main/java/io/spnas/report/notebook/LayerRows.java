package io.spnas.report.notebook;

import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The layers of a network: a row a block in its order, then one of stem and head. Parameters and
 * multiply-adds add up to the network's, and costs that are sums to its cost.
 */
final class LayerRows {
  private final List<LayerRow> rows = new ArrayList<>();
  private final NetworkStatistics whole;
  private final String unit;
  private int size;

  private LayerRows(NetworkShape network, String unit) {
    this.whole = NetworkStatistics.of(network);
    this.unit = unit;
    this.size = strided(network.inputSize(), network.stemStride());
  }

  /**
   * Rows of an architecture.json. Costs are of the table that the network was searched with; they
   * are null where that can't be read, or nothing was searched.
   *
   * @param text what the file holds
   * @param file its name, for messages
   * @param settings of the run that it belongs to
   */
  static List<LayerRow> of(String text, String file, Settings settings) {
    if (JsonText.parse(text).has("space")) {
      Architecture architecture = ArchitectureJson.read(text, file);
      String table = JsonText.parse(text).path("lut").asText();
      return of(architecture, prediction(table, architecture));
    }
    return of(NetworkDescription.read(text, file, settings.input(), settings.model()));
  }

  private static Optional<LatencyPrediction> prediction(String table, Architecture network) {
    try {
      return Optional.of(LatencyPrediction.of(LatencyTable.load(table, network.space()), network));
    } catch (InvalidInputException e) {
      // A file, perhaps, of the machine that searched.
      return Optional.empty();
    }
  }

  private static List<LayerRow> of(Architecture network, Optional<LatencyPrediction> prediction) {
    LayerRows rows =
        new LayerRows(network.network(), prediction.map(p -> p.objective().unit()).orElse(null));
    int searched = 0;
    for (Layer layer : network.space().allLayers()) {
      if (!layer.searchable()) {
        rows.add(layer.index(), "fixed", layer.block(), null);
        continue;
      }
      int i = searched++;
      Double cost = prediction.map(p -> p.layers().get(i).milliseconds()).orElse(null);
      Operation operation = network.operations().get(i);
      if (operation == Operation.SKIP) {
        rows.addSkip(layer.index(), layer.block(), cost);
      } else {
        rows.add(layer.index(), operation.label(), operation.applied(layer.block()), cost);
      }
    }
    return rows.end(prediction.map(LatencyPrediction::base).orElse(null));
  }

  private static List<LayerRow> of(NetworkShape network) {
    LayerRows rows = new LayerRows(network, null);
    for (int i = 0; i < network.blocks().size(); i++) {
      rows.add(i, "fixed", network.blocks().get(i), null);
    }
    return rows.end(null);
  }

  private void add(int layer, String operation, MbConv block, Double cost) {
    int out = strided(size, block.stride());
    NetworkStatistics count = NetworkStatistics.of(block, size);
    rows.add(
        new LayerRow(
            layer,
            operation,
            block.kernel(),
            block.expansion(),
            block.stride(),
            block.inChannels(),
            block.outChannels(),
            size,
            out,
            count.parameters(),
            count.multiplyAdds(),
            cost,
            unit));
    size = out;
  }

  /** A skipped layer passes its input on; its stride is 1. */
  private void addSkip(int layer, MbConv largest, Double cost) {
    String skip = Operation.SKIP.label();
    int channels = largest.inChannels();
    rows.add(
        new LayerRow(layer, skip, 0, 0, 1, channels, channels, size, size, 0L, 0L, cost, unit));
  }

  private List<LayerRow> end(Double base) {
    long parameters = whole.parameters() - rows.stream().mapToLong(LayerRow::parameters).sum();
    long work = whole.multiplyAdds() - rows.stream().mapToLong(LayerRow::multiplyAdds).sum();
    rows.add(
        new LayerRow(
            null,
            "stem, head",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            parameters,
            work,
            base,
            unit));
    return List.copyOf(rows);
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }
}
