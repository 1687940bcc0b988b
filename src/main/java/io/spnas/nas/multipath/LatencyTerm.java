package io.spnas.nas.multipath;

import io.spnas.nas.LatencyMultiplier;
import io.spnas.nas.StepControls;
import java.util.Optional;

/** The latency term of the loss: lambda * 1000 * ln E[R]. */
final class LatencyTerm {
  private static final double SCALE = 1000;

  private final ExpectedLatency latency;
  private final Optional<LatencyMultiplier> multiplier;

  /**
   * @param latency E[R]
   * @param multiplier finds lambda; without one it is the schedule's
   */
  LatencyTerm(ExpectedLatency latency, Optional<LatencyMultiplier> multiplier) {
    this.latency = latency;
    this.multiplier = multiplier;
  }

  /**
   * Value of the term.
   *
   * @param milliseconds E[R]
   * @param lambda weight of the term
   * @param loss the term
   * @param gradient its gradient with respect to each probability
   */
  record Value(double milliseconds, double lambda, double loss, double[][] gradient) {}

  /** Evaluates the term; the multiplier moves in turns of the architecture weights only. */
  Value evaluate(double[][] probabilities, StepControls controls, Turn turn) {
    double milliseconds = latency.milliseconds(probabilities);
    double lambda = lambda(milliseconds, controls, turn);
    double factor = lambda * SCALE;
    double[][] gradient = new double[probabilities.length][];
    for (int l = 0; l < gradient.length; l++) {
      gradient[l] = latency.costs()[l].clone();
      for (int k = 0; k < gradient[l].length; k++) {
        gradient[l][k] *= factor / milliseconds;
      }
    }
    return new Value(milliseconds, lambda, factor * Math.log(milliseconds), gradient);
  }

  private double lambda(double milliseconds, StepControls controls, Turn turn) {
    if (multiplier.isEmpty()) {
      return controls.lambda();
    }
    return switch (turn) {
      case WARMUP -> 0;
      case WEIGHTS -> multiplier.get().lambda(controls.step(), milliseconds);
      case ARCHITECTURE -> multiplier.get().advance(controls.step(), milliseconds);
    };
  }
}
