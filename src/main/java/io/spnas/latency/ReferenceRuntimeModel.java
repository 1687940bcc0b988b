package io.spnas.latency;

import static io.spnas.space.Operation.K3_E6;
import static io.spnas.space.Operation.K5_E3;
import static io.spnas.space.Operation.K5_E6;

import io.spnas.config.InvalidInputException;

/**
 * The published code's model, which differs from the table at 3x3-3:
 *
 * <pre>
 *   rc = d50 (R53 + d100 (R56 - R53)),  ratio = R36 / R56,  R_l = rc ratio + rc (1 - ratio) d5
 * </pre>
 */
final class ReferenceRuntimeModel implements RuntimeModel {
  private final double base;
  private final double[][] table;

  ReferenceRuntimeModel(LatencyTable table) {
    this.base = table.base();
    for (LatencyTable.Row row : table.searchable()) {
      // The model divides by it.
      if (row.costs().get(K5_E6) == 0) {
        throw new InvalidInputException(
            "Latency table %s: layer %d 5x5-6 is 0, expected more for search.runtime-model ="
                + " reference",
            table.name(), row.layer());
      }
    }
    this.table =
        table.searchable().stream().map(ReferenceRuntimeModel::corners).toArray(double[][]::new);
  }

  /** R36, R53, R56 of a layer. */
  private static double[] corners(LatencyTable.Row row) {
    return new double[] {row.costs().get(K3_E6), row.costs().get(K5_E3), row.costs().get(K5_E6)};
  }

  @Override
  public double milliseconds(double[][] indicators, double[][] gradient) {
    double sum = base;
    for (int l = 0; l < table.length; l++) {
      double d5 = indicators[l][0];
      double d50 = indicators[l][1];
      double d100 = indicators[l][2];
      double half = table[l][1];
      double second = table[l][2] - half;
      double ratio = table[l][0] / table[l][2];
      double share = ratio + (1 - ratio) * d5;
      double present = half + d100 * second;
      sum += d50 * present * share;
      gradient[l][0] = d50 * present * (1 - ratio);
      gradient[l][1] = present * share;
      gradient[l][2] = d50 * second * share;
    }
    return sum;
  }
}
