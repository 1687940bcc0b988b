package io.spnas.latency;

import static io.spnas.space.Operation.K3_E3;
import static io.spnas.space.Operation.K3_E6;
import static io.spnas.space.Operation.K5_E3;
import static io.spnas.space.Operation.K5_E6;

/**
 * Cost of a layer, multilinear in its decisions, and equal to the table wherever all are 0 or 1:
 *
 * <pre>
 *   R_l = d50 ((1-d5)(1-d100) R33 + (1-d5) d100 R36 + d5 (1-d100) R53 + d5 d100 R56)
 * </pre>
 */
final class MultilinearCost {
  private final double half3;
  private final double second3;
  private final double half5;
  private final double second5;

  MultilinearCost(LatencyTable.Row row) {
    this.half3 = row.costs().get(K3_E3);
    this.second3 = row.costs().get(K3_E6) - half3;
    this.half5 = row.costs().get(K5_E3);
    this.second5 = row.costs().get(K5_E6) - half5;
  }

  /**
   * R_l.
   *
   * @param indicators d5, d50, d100
   * @param gradient gets dR_l / d indicator
   */
  double evaluate(double[] indicators, double[] gradient) {
    double d5 = indicators[0];
    double d50 = indicators[1];
    double d100 = indicators[2];
    double small = half3 + d100 * second3;
    double large = half5 + d100 * second5;
    double present = small + d5 * (large - small);
    gradient[0] = d50 * (large - small);
    gradient[1] = present;
    gradient[2] = d50 * (second3 + d5 * (second5 - second3));
    return d50 * present;
  }
}
