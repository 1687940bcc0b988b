package io.spnas.latency;

import java.util.List;

/**
 * What a search makes small, as a differentiable function of its decisions: the product of costs
 * R_i, each to the power of its weight w_i. Of its logarithm, sum of w_i ln R_i, the runtime term
 * is made; with latency alone that is ln R (paper, section 3.3).
 */
public final class SearchObjective {
  private final RuntimeModel latency;
  private final List<Factor> factors;

  /**
   * A factor of the product.
   *
   * @param model predicts R_i in the unit of its table
   * @param weight w_i
   */
  record Factor(RuntimeModel model, double weight) {}

  /**
   * What it is for some decisions.
   *
   * @param milliseconds the latency in ms, whether it counts or not
   * @param logarithm sum of w_i ln R_i
   * @param product R_i^w_i multiplied; NaN where the latency alone counts
   */
  public record Value(double milliseconds, double logarithm, double product) {}

  /** A product; without factors the latency alone counts. */
  SearchObjective(RuntimeModel latency, List<Factor> factors) {
    this.latency = latency;
    this.factors = List.copyOf(factors);
  }

  /** The latency alone. */
  public static SearchObjective ofLatency(RuntimeModel latency) {
    return new SearchObjective(latency, List.of());
  }

  /**
   * Evaluates it.
   *
   * @param indicators d5, d50, d100 of each searchable layer, [layers, 3]
   * @param gradient gets d logarithm / d indicator, [layers, 3]
   */
  public Value evaluate(double[][] indicators, double[][] gradient) {
    double milliseconds = latency.milliseconds(indicators, gradient);
    if (factors.isEmpty()) {
      add(gradient, 0, gradient, 1 / milliseconds);
      return new Value(milliseconds, Math.log(milliseconds), Double.NaN);
    }
    double logarithm = 0;
    double kept = 0;
    double[][] one = new double[indicators.length][3];
    for (Factor factor : factors) {
      double cost = factor.model().milliseconds(indicators, one);
      logarithm += factor.weight() * Math.log(cost);
      add(gradient, kept, one, factor.weight() / cost);
      kept = 1;
    }
    return new Value(milliseconds, logarithm, Math.exp(logarithm));
  }

  /** sum = kept * sum + scale * values. */
  private static void add(double[][] sum, double kept, double[][] values, double scale) {
    for (int l = 0; l < sum.length; l++) {
      for (int i = 0; i < sum[l].length; i++) {
        sum[l][i] = kept * sum[l][i] + scale * values[l][i];
      }
    }
  }
}
