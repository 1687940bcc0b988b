package io.spnas.nas.multipath;

import java.util.function.ToDoubleFunction;

/** Gradients by central differences, and the probabilities that they are compared on. */
final class Differences {
  private static final double STEP = 1e-5;

  private Differences() {}

  /** Gradient of a smooth function at a point. */
  static double[] gradient(ToDoubleFunction<double[]> function, double[] at) {
    return gradient(function, at, STEP);
  }

  /** Gradient of a function at a point; the shorter the step, the rarer a kink in between. */
  static double[] gradient(ToDoubleFunction<double[]> function, double[] at, double step) {
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + step;
      double above = function.applyAsDouble(moved);
      moved[i] = at[i] - step;
      gradient[i] = (above - function.applyAsDouble(moved)) / (2 * step);
    }
    return gradient;
  }

  /** Shares of exp(a / temperature), without care for overflow. */
  static double[] shares(double[] logits, double temperature) {
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] / temperature);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
