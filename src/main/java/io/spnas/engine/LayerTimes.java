package io.spnas.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the time that passes from layer to layer. */
final class LayerTimes {
  private final List<NetworkLayer> layers;
  private final Map<NetworkLayer, long[]> nanos = new HashMap<>();
  private long last;

  LayerTimes(List<NetworkLayer> layers) {
    this.layers = layers;
    layers.forEach(layer -> nanos.put(layer, new long[2]));
  }

  /** A pass begins. */
  void begin() {
    last = System.nanoTime();
  }

  /** A layer's forward pass is over. */
  void forward(NetworkLayer layer) {
    nanos.get(layer)[0] = lap();
  }

  /** A layer's backward pass is over. */
  void backward(NetworkLayer layer) {
    nanos.get(layer)[1] = lap();
  }

  private long lap() {
    long time = System.nanoTime();
    long passed = time - last;
    last = time;
    return passed;
  }

  /** Times of the last step, in the order of the layers. */
  List<LayerTime> list() {
    return layers.stream().map(this::time).toList();
  }

  private LayerTime time(NetworkLayer layer) {
    long[] own = nanos.get(layer);
    Traffic traffic = layer.traffic();
    return new LayerTime(
        layer.name(),
        new LayerPass(own[0] / 1e6, layer.operations(), traffic.forward()),
        new LayerPass(own[1] / 1e6, layer.backwardOperations(), traffic.backward()));
  }
}
