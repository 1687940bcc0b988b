package io.spnas.latency;

import io.spnas.config.InvalidInputException;
import io.spnas.space.Operation;

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
      if (row.costs().get(Operation.K5_E6) == 0) {
        throw new InvalidInputException(
            "Latency table %s: layer %d 5x5-6 is 0, expected more for search.runtime-model ="
                + " reference",
            table.name(), row.layer());
      }
    }
    this.table =
        table.searchable().stream().map(ExactRuntimeModel::corners).toArray(double[][]::new);
  }

  @Override
  public double milliseconds(double[][] indicators, double[][] gradient) {
    double sum = base;
    for (int l = 0; l < table.length; l++) {
      double d5 = indicators[l][0];
      double d50 = indicators[l][1];
      double d100 = indicators[l][2];
      double half = table[l][2];
      double second = table[l][3] - half;
      double ratio = table[l][1] / table[l][3];
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
