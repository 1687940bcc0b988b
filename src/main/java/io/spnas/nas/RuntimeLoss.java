package io.spnas.nas;

import io.spnas.latency.RuntimeModel;

/**
 * The runtime term of the loss (paper, section 3.3): lambda * 1000 * ln(R), R the predicted runtime
 * in ms.
 */
final class RuntimeLoss {
  private static final double SCALE = 1000;

  private final RuntimeModel model;
  private final RuntimeWeight weight;

  RuntimeLoss(RuntimeModel model, RuntimeWeight weight) {
    this.model = model;
    this.weight = weight;
  }

  /** What the weight remembers from step to step. */
  float[] carried() {
    return weight.carried();
  }

  /**
   * Value of the term.
   *
   * @param milliseconds R
   * @param lambda weight of the term
   * @param loss lambda * 1000 * ln(R)
   */
  record Value(double milliseconds, double lambda, double loss) {}

  /**
   * Evaluates the term.
   *
   * @param indicators d5, d50, d100 of each searchable layer
   * @param controls the step
   * @param gradient gets the term's gradient with respect to each indicator
   */
  Value evaluate(double[][] indicators, StepControls controls, double[][] gradient) {
    double milliseconds = model.milliseconds(indicators, gradient);
    double lambda = weight.lambda(controls, milliseconds);
    double factor = lambda * SCALE / milliseconds;
    for (double[] layer : gradient) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] *= factor;
      }
    }
    return new Value(milliseconds, lambda, lambda * SCALE * Math.log(milliseconds));
  }
}
