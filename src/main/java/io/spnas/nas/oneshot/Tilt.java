package io.spnas.nas.oneshot;

/**
 * The distribution of networks, probability proportional to exp(-beta * latency), whose mean
 * latency is the window's closest to that of all networks (beta = 0). Latency is a sum over layers,
 * so each layer's operation is drawn on its own, with a probability proportional to exp(-beta * its
 * latency).
 *
 * @param beta 1/ms
 */
record Tilt(double beta) {
  private static final int DOUBLINGS = 100;
  private static final int HALVINGS = 100;

  /** The tilt that goes with a window. */
  static Tilt towards(LatencyWindow window, PathCosts costs) {
    double untilted = mean(0, costs);
    double wanted = window.closestTo(untilted);
    if (wanted == untilted) {
      return new Tilt(0);
    }
    // The mean falls with beta.
    double sign = Math.signum(untilted - wanted);
    double far = sign / untilted;
    for (int i = 0; i < DOUBLINGS && sign * (mean(far, costs) - wanted) > 0; i++) {
      far *= 2;
    }
    double near = 0;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (near + far) / 2;
      if (sign * (mean(middle, costs) - wanted) > 0) {
        near = middle;
      } else {
        far = middle;
      }
    }
    return new Tilt(far);
  }

  /** Logits of each layer's operations, in the order of {@link PathCosts#ofLayers}. */
  double[][] logits(PathCosts costs) {
    return logits(beta, costs);
  }

  private static double[][] logits(double beta, PathCosts costs) {
    double[][] logits = new double[costs.ofLayers().length][];
    for (int l = 0; l < logits.length; l++) {
      double[] layer = costs.ofLayers()[l];
      logits[l] = new double[layer.length];
      for (int i = 0; i < layer.length; i++) {
        logits[l][i] = -beta * layer[i];
      }
    }
    return logits;
  }

  private static double mean(double beta, PathCosts costs) {
    double[][] logits = logits(beta, costs);
    double mean = costs.base();
    for (int l = 0; l < logits.length; l++) {
      double[] shares = OperationPolicy.softmax(logits[l]);
      for (int i = 0; i < shares.length; i++) {
        mean += shares[i] * costs.ofLayers()[l][i];
      }
    }
    return mean;
  }
}
