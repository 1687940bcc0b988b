package io.spnas.reference;

/** A differentiable runtime of the network. */
@FunctionalInterface
public interface RuntimeModel {
  /** A runtime of 1 ms whatever is decided: no runtime term. */
  RuntimeModel NONE = (indicators, gradient) -> 1;

  /**
   * The runtime R in ms.
   *
   * @param indicators d5, d50, d100 of each searchable layer
   * @param gradient takes dR / d indicators, in the same order; comes in as zeros
   */
  double runtimeMs(double[][] indicators, double[][] gradient);
}
