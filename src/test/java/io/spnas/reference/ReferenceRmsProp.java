package io.spnas.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * RMSProp as TensorFlow has it, for any number of named arrays w with gradients g:
 *
 * <pre>
 *   ms  = decay * ms + (1 - decay) * g^2          ms starts at 1
 *   mom = momentum * mom + lr * g / sqrt(ms + epsilon)    mom starts at 0
 *   w   = w - mom
 * </pre>
 */
public final class ReferenceRmsProp {
  private final double decay;
  private final double momentum;
  private final double epsilon;
  private final Map<String, double[]> meanSquares = new HashMap<>();
  private final Map<String, double[]> moments = new HashMap<>();

  /** The reference values are 0.9, 0.9 and 0.001. */
  public ReferenceRmsProp(double decay, double momentum, double epsilon) {
    this.decay = decay;
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  /** Steps one array in place; its state is kept under the name. */
  public void step(String name, double[] weights, double[] gradient, double learningRate) {
    double[] ms = meanSquares.computeIfAbsent(name, key -> ones(weights.length));
    double[] mom = moments.computeIfAbsent(name, key -> new double[weights.length]);
    for (int i = 0; i < weights.length; i++) {
      ms[i] = decay * ms[i] + (1 - decay) * gradient[i] * gradient[i];
      mom[i] = momentum * mom[i] + learningRate * gradient[i] / Math.sqrt(ms[i] + epsilon);
      weights[i] -= mom[i];
    }
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
