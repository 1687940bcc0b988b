package io.spnas.nas.multipath;

/** A method's way to mix paths; the same on all workers in the same step. */
interface Mixing {
  /**
   * Mixes the paths of all searchable layers for a step.
   *
   * @param logits architecture weights, one row a layer
   * @param turn what learns in the step
   * @param step the step, from 0
   */
  LayerMix[] mix(double[][] logits, Turn turn, long step);
}
