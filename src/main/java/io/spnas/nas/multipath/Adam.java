package io.spnas.nas.multipath;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), over some parameters of a flat array:
 *
 * <pre>
 *   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
 *   w = w - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 */
final class Adam {
  private final Settings settings;
  private final int parameters;
  private final float[] state;
  private final int offset;

  /**
   * Constants of the method.
   *
   * @param rate learning rate
   * @param beta1 share of the mean that a step keeps
   * @param beta2 share of the mean square that a step keeps
   * @param epsilon added to the root of the mean square
   */
  record Settings(double rate, double beta1, double beta2, double epsilon) {}

  /**
   * @param settings constants
   * @param parameters number of parameters
   * @param state holds what is remembered: [m | v | t]; t is exact for 2^24 steps
   * @param offset where that begins
   */
  Adam(Settings settings, int parameters, float[] state, int offset) {
    this.settings = settings;
    this.parameters = parameters;
    this.state = state;
    this.offset = offset;
  }

  /** Number of values that it remembers for so many parameters. */
  static int remembered(int parameters) {
    return 2 * parameters + 1;
  }

  /**
   * Updates parameters in place.
   *
   * @param values holds them
   * @param gradients holds their gradients, at the same indices
   * @param first index of the first one
   */
  void step(float[] values, float[] gradients, int first) {
    int t = offset + 2 * parameters;
    state[t]++;
    double correction1 = 1 - Math.pow(settings.beta1, state[t]);
    double correction2 = 1 - Math.pow(settings.beta2, state[t]);
    for (int i = 0; i < parameters; i++) {
      double g = gradients[first + i];
      int m = offset + i;
      int v = m + parameters;
      state[m] = (float) (settings.beta1 * state[m] + (1 - settings.beta1) * g);
      state[v] = (float) (settings.beta2 * state[v] + (1 - settings.beta2) * g * g);
      double root = Math.sqrt(state[v] / correction2) + settings.epsilon;
      values[first + i] -= (float) (settings.rate * state[m] / correction1 / root);
    }
  }
}
