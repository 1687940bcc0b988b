package io.spnas.report.notebook;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyPrediction;
import io.spnas.report.RunNetwork;
import io.spnas.report.RunView;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
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
   * Rows of the network of a run. Costs are those of the run's table; they are null where that
   * can't be read, or nothing was searched.
   *
   * @throws InvalidInputException if there is no network yet
   */
  static List<LayerRow> of(RunView run) {
    RunNetwork network = RunNetwork.of(run);
    if (network.architecture().isPresent()) {
      Architecture architecture = network.architecture().get();
      return of(architecture, prediction(network, architecture));
    }
    return of(
        network
            .shape()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "No network in %s, expected an architecture.json: the search is not over",
                        run.directory())));
  }

  private static Optional<LatencyPrediction> prediction(RunNetwork network, Architecture found) {
    try {
      return Optional.of(LatencyPrediction.of(network.table(), found));
    } catch (InvalidInputException e) {
      // The table is a file, perhaps, of the machine that searched.
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
