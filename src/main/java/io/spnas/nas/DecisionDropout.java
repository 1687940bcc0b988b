package io.spnas.nas;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Dropout of decisions during warm-up (paper, section 3.2): an indicator is kept with probability
 * {@code keep}, scaled by 1/keep, or set to 0. The draw depends on seed and step only, so that all
 * workers train the same sub-network in a step.
 */
final class DecisionDropout {
  private final long seed;
  private final double keep;

  /**
   * @param seed seed of the search
   * @param keep probability that an indicator is kept, above 0, at most 1
   */
  DecisionDropout(long seed, double keep) {
    this.seed = seed;
    this.keep = keep;
  }

  /** Fills the factor of each indicator in a step of the warm-up. */
  void draw(long step, double[][] factors) {
    SplittableRandom random = Seeds.random(seed, Seeds.Purpose.DECISION_DROPOUT, step);
    for (double[] layer : factors) {
      for (int i = 0; i < layer.length; i++) {
        layer[i] = random.nextDouble() < keep ? 1 / keep : 0;
      }
    }
  }

  /** Fills factors that leave every indicator as it is. */
  static void none(double[][] factors) {
    for (double[] layer : factors) {
      Arrays.fill(layer, 1.0);
    }
  }
}
