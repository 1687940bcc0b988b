package io.spnas.nas.multipath;

import io.spnas.nas.Seeds;
import java.util.SplittableRandom;

/**
 * Standard Gumbel noise: with it added to the logits, the largest is the k-th with probability
 * softmax_k, and the two largest are two draws without replacement.
 */
final class GumbelNoise {
  private final long seed;

  /**
   * @param seed seed of the search
   */
  GumbelNoise(long seed) {
    this.seed = seed;
  }

  /** Where a step's random numbers come from; the same on all workers. */
  SplittableRandom random(long step) {
    return Seeds.random(seed, Seeds.Purpose.PATHS, step);
  }

  /** Logits with noise. */
  static double[] added(double[] logits, SplittableRandom random) {
    double[] noisy = new double[logits.length];
    for (int k = 0; k < noisy.length; k++) {
      // 1 - [0, 1) is never 0.
      double exponential = -Math.log(1 - random.nextDouble());
      noisy[k] = logits[k] - Math.log(Math.max(exponential, Double.MIN_NORMAL));
    }
    return noisy;
  }
}
