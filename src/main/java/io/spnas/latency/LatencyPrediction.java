package io.spnas.latency;

import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * Runtime of a network as a table predicts it.
 *
 * @param base runtime of all that is not searched, ms
 * @param layers the searchable layers, in order
 */
public record LatencyPrediction(double base, List<LayerLatency> layers) {

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
    return new LatencyPrediction(table.base(), List.copyOf(layers));
  }

  /** Sum of base and layers, ms. */
  public double total() {
    return base + layers.stream().mapToDouble(LayerLatency::milliseconds).sum();
  }
}
