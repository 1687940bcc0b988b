package io.spnas.nas.multipath;

import java.util.Arrays;

/**
 * The most probable choice of one operation a layer whose costs come to a sum within limits: a
 * multiple-choice knapsack, by dynamic programming over the layers.
 *
 * <p>Sums of costs that lie within the same {@value #CELLS}-th of the upper limit share a cell,
 * which keeps the most probable of the partial choices that come to lie in it, with its exact sum.
 * So the choice never leaves the limits, and no choice is more probable that is farther inside them
 * than one cell's width a layer.
 */
final class MostProbable {
  /** Cells of the table. */
  private static final int CELLS = 1 << 16;

  private static final int NONE = -1;

  private final double[][] logits;
  private final double[][] costs;

  /**
   * @param logits logarithms of the operations' probabilities, up to a constant a layer
   * @param costs cost of each operation, at least 0
   */
  MostProbable(double[][] logits, double[][] costs) {
    this.logits = logits;
    this.costs = costs;
  }

  /** The most probable operation of each layer. */
  int[] choice() {
    return Arrays.stream(logits).mapToInt(MostProbable::largest).toArray();
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int k = 1; k < values.length; k++) {
      if (values[k] > values[largest]) {
        largest = k;
      }
    }
    return largest;
  }

  /** Best partial choices that end with a layer, by cells of their cost. */
  private static final class Stage {
    final double[] value = new double[CELLS + 1];
    final double[] cost = new double[CELLS + 1];
    final int[] before = new int[CELLS + 1];
    final byte[] operation = new byte[CELLS + 1];

    Stage() {
      Arrays.fill(before, NONE);
      Arrays.fill(value, Double.NEGATIVE_INFINITY);
    }

    boolean holds(int cell) {
      return before[cell] != NONE;
    }

    void offer(int cell, double offered, double itsCost, int from, int k) {
      boolean better =
          offered > value[cell] || offered == value[cell] && itsCost < cost[cell] || !holds(cell);
      if (better) {
        value[cell] = offered;
        cost[cell] = itsCost;
        before[cell] = from;
        operation[cell] = (byte) k;
      }
    }
  }

  /**
   * The most probable choice within limits.
   *
   * @param least what the costs come to at least
   * @param limit what they come to at most
   * @return index of each layer's operation; empty if none was found
   */
  int[] choiceWithin(double least, double limit) {
    double unbounded = total(choice());
    if (unbounded >= least && unbounded <= limit) {
      return choice();
    }
    Stage[] stages = new Stage[logits.length];
    Stage last = new Stage();
    last.offer(0, 0, 0, 0, 0);
    double[] left = leastLeft();
    for (int l = 0; l < stages.length; l++) {
      stages[l] = next(last, l, limit, left[l + 1]);
      last = stages[l];
    }
    int best = NONE;
    for (int cell = 0; cell <= CELLS; cell++) {
      boolean within = last.holds(cell) && last.cost[cell] >= least;
      if (within && (best == NONE || last.value[cell] > last.value[best])) {
        best = cell;
      }
    }
    return best == NONE ? new int[0] : trace(stages, best);
  }

  private Stage next(Stage last, int layer, double limit, double leastLeft) {
    Stage next = new Stage();
    for (int cell = 0; cell <= CELLS; cell++) {
      if (!last.holds(cell)) {
        continue;
      }
      for (int k = 0; k < costs[layer].length; k++) {
        double cost = last.cost[cell] + costs[layer][k];
        if (cost + leastLeft <= limit) {
          int to = limit > 0 ? (int) Math.min(CELLS, cost / limit * CELLS) : 0;
          next.offer(to, last.value[cell] + logits[layer][k], cost, cell, k);
        }
      }
    }
    return next;
  }

  /** What the layers from each one on cost at the least; the sums round as those of choices do. */
  private double[] leastLeft() {
    double[] left = new double[costs.length + 1];
    for (int l = costs.length - 1; l >= 0; l--) {
      left[l] = left[l + 1] + Arrays.stream(costs[l]).min().orElse(0);
    }
    return left;
  }

  private static int[] trace(Stage[] stages, int cell) {
    int[] choice = new int[stages.length];
    int at = cell;
    for (int l = stages.length - 1; l >= 0; l--) {
      choice[l] = stages[l].operation[at];
      at = stages[l].before[at];
    }
    return choice;
  }

  private double total(int[] choice) {
    double sum = 0;
    for (int l = 0; l < choice.length; l++) {
      sum += costs[l][choice[l]];
    }
    return sum;
  }
}
