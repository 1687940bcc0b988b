package io.spnas.nas.oneshot;

import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.stream.IntStream;

/** A table's latencies of each layer's operations, at hand for many networks of a space. */
final class PathCosts {
  private final double base;
  private final double[][] costs;

  /** [layers], where the skip's cost is, at {@link Operation#ordinal}. */
  private final double[][] byOperation;

  /**
   * @param table covers the space
   * @param space the networks
   */
  PathCosts(LatencyTable table, SearchSpace space) {
    List<Layer> layers = space.searchable();
    base = table.base();
    costs = new double[layers.size()][];
    byOperation = new double[layers.size()][Operation.values().length];
    for (int l = 0; l < costs.length; l++) {
      int layer = l;
      List<Operation> operations = layers.get(l).operations();
      costs[l] = operations.stream().mapToDouble(op -> table.milliseconds(layer, op)).toArray();
      for (int i = 0; i < costs[l].length; i++) {
        byOperation[l][operations.get(i).ordinal()] = costs[l][i];
      }
    }
  }

  /** Latency of each layer's operations, ms: [layers, {@link Layer#operations}]. */
  double[][] ofLayers() {
    return costs;
  }

  /** Latency of all that is not searched, ms. */
  double base() {
    return base;
  }

  /** Latency of a network, ms: the bits of {@link io.spnas.latency.LatencyPrediction#total}. */
  double milliseconds(Architecture network) {
    List<Operation> operations = network.operations();
    return base
        + IntStream.range(0, operations.size())
            .mapToDouble(l -> byOperation[l][operations.get(l).ordinal()])
            .sum();
  }
}
