package io.spnas.nas;

import io.spnas.latency.SearchObjective;

/**
 * The runtime term of the loss (paper, section 3.3): lambda * 1000 * ln(R), R the predicted runtime
 * in ms or what else the search makes small.
 */
final class RuntimeLoss {
  private static final double SCALE = 1000;

  private final SearchObjective objective;
  private final Steering steering;

  RuntimeLoss(SearchObjective objective, Steering steering) {
    this.objective = objective;
    this.steering = steering;
  }

  /**
   * Value of the term.
   *
   * @param milliseconds the predicted runtime
   * @param product R where it is not the runtime alone, else NaN
   * @param lambda weight of the term
   * @param loss lambda * 1000 * ln(R)
   */
  record Value(double milliseconds, double product, double lambda, double loss) {}

  /**
   * Evaluates the term.
   *
   * @param indicators d5, d50, d100 of each searchable layer
   * @param controls the step
   * @param gradient gets the term's gradient with respect to each indicator
   */
  Value evaluate(double[][] indicators, StepControls controls, double[][] gradient) {
    SearchObjective.Value value = objective.evaluate(indicators, gradient);
    double lambda = steering.lambda(controls, value.milliseconds(), indicators);
    double factor = lambda * SCALE;
    for (double[] layer : gradient) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] *= factor;
      }
    }
    return new Value(value.milliseconds(), value.product(), lambda, factor * value.logarithm());
  }
}
