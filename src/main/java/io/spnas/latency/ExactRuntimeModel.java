package io.spnas.latency;

import static io.spnas.space.Operation.K3_E3;
import static io.spnas.space.Operation.K3_E6;
import static io.spnas.space.Operation.K5_E3;
import static io.spnas.space.Operation.K5_E6;

import java.util.List;

/**
 * Multilinear in the decisions, and equal to the table wherever all are 0 or 1:
 *
 * <pre>
 *   R_l = d50 ((1-d5)(1-d100) R33 + (1-d5) d100 R36 + d5 (1-d100) R53 + d5 d100 R56)
 * </pre>
 */
final class ExactRuntimeModel implements RuntimeModel {
  private final double base;
  private final double[][] table;

  ExactRuntimeModel(LatencyTable table) {
    this.base = table.base();
    List<LatencyTable.Row> rows = table.searchable();
    this.table = rows.stream().map(ExactRuntimeModel::corners).toArray(double[][]::new);
  }

  /** R33, R36, R53, R56 of a layer. */
  static double[] corners(LatencyTable.Row row) {
    return new double[] {
      row.costs().get(K3_E3), row.costs().get(K3_E6), row.costs().get(K5_E3), row.costs().get(K5_E6)
    };
  }

  @Override
  public double milliseconds(double[][] indicators, double[][] gradient) {
    double sum = base;
    for (int l = 0; l < table.length; l++) {
      double d5 = indicators[l][0];
      double d50 = indicators[l][1];
      double d100 = indicators[l][2];
      double half3 = table[l][0];
      double half5 = table[l][2];
      double second3 = table[l][1] - half3;
      double second5 = table[l][3] - half5;
      double small = half3 + d100 * second3;
      double large = half5 + d100 * second5;
      double layer = small + d5 * (large - small);
      sum += d50 * layer;
      gradient[l][0] = d50 * (large - small);
      gradient[l][1] = layer;
      gradient[l][2] = d50 * (second3 + d5 * (second5 - second3));
    }
    return sum;
  }
}
