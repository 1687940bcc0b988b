package io.spnas.latency;

import java.util.Arrays;

/**
 * Largest of the base and each layer's {@link MultilinearCost}: the table's largest entry at every
 * corner. Its gradient is that of the largest layer, the first of several, and 0 for all others: a
 * subgradient, as the largest entry alone says how much memory a network takes. Where the base is
 * the largest there is nothing to gain, and all of it is 0.
 */
final class LargestCostModel implements RuntimeModel {
  private final double base;
  private final MultilinearCost[] layers;

  LargestCostModel(LatencyTable table) {
    this.base = table.base();
    this.layers =
        table.searchable().stream().map(MultilinearCost::new).toArray(MultilinearCost[]::new);
  }

  @Override
  public double milliseconds(double[][] indicators, double[][] gradient) {
    double largest = base;
    int at = -1;
    for (int l = 0; l < layers.length; l++) {
      double cost = layers[l].evaluate(indicators[l], gradient[l]);
      if (cost > largest) {
        largest = cost;
        at = l;
      }
    }
    for (int l = 0; l < layers.length; l++) {
      if (l != at) {
        Arrays.fill(gradient[l], 0);
      }
    }
    return largest;
  }
}
