package io.spnas.engine;

import java.util.List;

/** A piece of a network: the layers that the next step runs, in the order of the forward pass. */
interface Stage {
  /** Those of the forward pass. */
  List<NetworkLayer> forward();

  /** Those of the backward pass, which takes them from the last to the first. */
  List<NetworkLayer> backward();

  /** Layers that every step runs. */
  record Fixed(List<NetworkLayer> layers) implements Stage {
    @Override
    public List<NetworkLayer> forward() {
      return layers;
    }

    @Override
    public List<NetworkLayer> backward() {
      return layers;
    }
  }
}
