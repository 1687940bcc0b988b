package io.spnas.nas.multipath;

import io.spnas.latency.LatencyTable;
import io.spnas.space.Operation;
import java.util.List;

/**
 * Latency in expectation over the paths: E[R] = base + sum over layers l and operations k of p_lk
 * ms_lk, in ms. It is linear in each probability, with the slope ms_lk.
 */
final class ExpectedLatency {
  private final double base;
  private final double[][] costs;

  /**
   * @param table latencies of a space's operations, ms
   * @param operations operations of each searchable layer, in the order of their probabilities
   */
  ExpectedLatency(LatencyTable table, List<List<Operation>> operations) {
    this.base = table.base();
    this.costs = new double[operations.size()][];
    for (int l = 0; l < costs.length; l++) {
      int layer = l;
      costs[l] =
          operations.get(l).stream()
              .mapToDouble(operation -> table.milliseconds(layer, operation))
              .toArray();
    }
  }

  /** E[R] in ms. */
  double milliseconds(double[][] probabilities) {
    double sum = base;
    for (int l = 0; l < costs.length; l++) {
      for (int k = 0; k < costs[l].length; k++) {
        sum += probabilities[l][k] * costs[l][k];
      }
    }
    return sum;
  }

  /** Latency of what is not searched, ms. */
  double base() {
    return base;
  }

  /** Latency of each operation of each searchable layer, ms; only to be read. */
  double[][] costs() {
    return costs;
  }
}
