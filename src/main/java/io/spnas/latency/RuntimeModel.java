package io.spnas.latency;

import io.spnas.config.RuntimeModelKind;

/**
 * Runtime of a network as a differentiable function of its decisions (paper, section 3.3): R = base
 * + sum over searchable layers of R_l(d5, d50, d100).
 */
public interface RuntimeModel {
  /**
   * Predicts a runtime.
   *
   * @param indicators d5, d50, d100 of each searchable layer, [layers, 3]
   * @param gradient gets dR / d indicator in ms, [layers, 3]
   * @return R in ms
   */
  double milliseconds(double[][] indicators, double[][] gradient);

  /** Predicts a runtime, see {@link #milliseconds(double[][], double[][])}. */
  default double milliseconds(double[][] indicators) {
    return milliseconds(indicators, new double[indicators.length][3]);
  }

  /** The model of a kind over a table. */
  static RuntimeModel of(LatencyTable table, RuntimeModelKind kind) {
    return switch (kind) {
      case EXACT -> new ExactRuntimeModel(table);
      case REFERENCE -> new ReferenceRuntimeModel(table);
    };
  }
}
