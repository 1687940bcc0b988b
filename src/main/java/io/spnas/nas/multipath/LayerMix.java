package io.spnas.nas.multipath;

import io.spnas.engine.PathUse;

/** How a layer's paths are mixed in a step. */
interface LayerMix {
  /** Factor of each path's output; that of a skip counts nowhere. */
  double[] factors();

  /** What is computed of a path. */
  PathUse use(int path);

  /**
   * Gradient with respect to the layer's architecture weights.
   *
   * @param loss gradient of the loss with respect to each path's factor, up to a constant
   * @param term gradient of the latency term with respect to each path's probability
   */
  double[] gradient(double[] loss, double[] term);

  /** Whether an architecture weight learns in the step. */
  default boolean learns(int path) {
    return true;
  }

  /**
   * Puts right what the optimiser made of the layer's architecture weights.
   *
   * @param before architecture weights in the step
   * @param after the updated ones
   */
  default void correct(double[] before, double[] after) {}
}
