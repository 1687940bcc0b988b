package io.spnas.nas.multipath;

import io.spnas.space.Operation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What architecture weights say of the decisions that the single-path method makes: d5 = P(5x5, if
 * the layer is kept), d50 = P(the layer is kept), d100 = P(expansion ratio 6, if it is kept).
 */
final class Marginals {
  /** Largest log odds, either way; those of what can't be otherwise have no end. */
  private static final double MOST = 20;

  private Marginals() {}

  /**
   * d5, d50, d100 of a layer.
   *
   * @param operations operations of the layer
   * @param logits their architecture weights
   */
  static double[] indicators(List<Operation> operations, double[] logits) {
    double[] odds = logOdds(operations, logits);
    for (int d = 0; d < odds.length; d++) {
      odds[d] = 1 / (1 + Math.exp(-odds[d]));
    }
    return odds;
  }

  /** Log odds of d5, d50, d100 of a layer, from -20 to 20. */
  static double[] arguments(List<Operation> operations, double[] logits) {
    double[] odds = logOdds(operations, logits);
    for (int d = 0; d < odds.length; d++) {
      odds[d] = Math.max(-MOST, Math.min(MOST, odds[d]));
    }
    return odds;
  }

  private static double[] logOdds(List<Operation> operations, double[] logits) {
    return new double[] {
      sum(operations, logits, operation -> operation.kernel() == 5)
          - sum(operations, logits, operation -> operation.kernel() == 3),
      sum(operations, logits, operation -> operation != Operation.SKIP)
          - sum(operations, logits, operation -> operation == Operation.SKIP),
      sum(operations, logits, operation -> operation.expansion() == 6)
          - sum(operations, logits, operation -> operation.expansion() == 3)
    };
  }

  private static double sum(
      List<Operation> operations, double[] logits, Predicate<Operation> among) {
    return Softmax.logSumExp(
        IntStream.range(0, logits.length)
            .filter(k -> among.test(operations.get(k)))
            .mapToDouble(k -> logits[k])
            .toArray());
  }
}
