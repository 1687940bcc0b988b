package io.spnas.latency;

import io.spnas.config.Objective;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Runtime of a network as a table predicts it, or what else the table's costs are.
 *
 * @param objective what the costs are; ms below stands for its unit
 * @param base runtime of all that is not searched, ms
 * @param layers the searchable layers, in order
 */
public record LatencyPrediction(Objective objective, double base, List<LayerLatency> layers) {

  /**
   * Runtime of a layer.
   *
   * @param layer index of the layer
   * @param operation what was chosen for it
   * @param milliseconds ms; 0 for a skip
   */
  public record LayerLatency(int layer, Operation operation, double milliseconds) {}

  /** Predicts a network; the table must cover its space. */
  public static LatencyPrediction of(LatencyTable table, Architecture architecture) {
    List<Layer> searchable = architecture.space().searchable();
    List<LayerLatency> layers = new ArrayList<>();
    for (int i = 0; i < searchable.size(); i++) {
      Operation operation = architecture.operations().get(i);
      layers.add(
          new LayerLatency(searchable.get(i).index(), operation, table.milliseconds(i, operation)));
    }
    return new LatencyPrediction(table.origin().objective(), table.base(), List.copyOf(layers));
  }

  /** Cost of the network, ms: sum of base and layers, or their largest where that counts. */
  public double total() {
    DoubleStream costs = layers.stream().mapToDouble(LayerLatency::milliseconds);
    return switch (objective.total()) {
      case SUM -> base + costs.sum();
      case MAX -> Math.max(base, costs.max().orElse(0));
    };
  }
}
