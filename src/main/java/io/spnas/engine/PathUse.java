package io.spnas.engine;

/** What a step does with a path of a multi-path network. */
public enum PathUse {
  /**
   * Nothing is computed. All gradients of its parameters are 0; its batch norms report means of 0
   * and variances of 1.
   */
  OFF,
  /**
   * Computed forward, but its layer's output goes without it. Its last batch norm's scale and shift
   * get the gradients that they would have if it were added; all its other gradients are 0, and
   * nothing goes back to the layer's input.
   */
  OBSERVED,
  /** Computed forward and backward: its output is a part of its layer's. */
  ACTIVE
}
