package io.spnas.latency;

import io.spnas.config.Objective;
import io.spnas.config.RuntimeModelKind;

/**
 * Runtime of a network as a differentiable function of its decisions (paper, section 3.3): R = base
 * + sum over searchable layers of R_l(d5, d50, d100). Over a table of other costs than runtimes, R
 * has that table's unit in place of ms, and may be the largest of these instead of their sum.
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

  /** The model of a kind over a table; costs of which the largest counts have one kind only. */
  static RuntimeModel of(LatencyTable table, RuntimeModelKind kind) {
    if (table.origin().objective().total() == Objective.Total.MAX) {
      return new LargestCostModel(table);
    }
    return switch (kind) {
      case EXACT -> new ExactRuntimeModel(table);
      case REFERENCE -> new ReferenceRuntimeModel(table);
    };
  }
}
