package io.spnas.train;

import io.spnas.engine.Slices;

/**
 * Moving average of weights and thresholds, or of what goes with them, for evaluation: after step
 * n, counted from 0, a = d a + (1 - d) w with d = min(decay, (1 + n) / (10 + n)), so that the first
 * steps weigh little in the end. It starts as the first values.
 */
final class WeightAverages {
  private final double decay;
  private final float[] values;
  private final Slices slices;

  /**
   * @param decay largest share of the average that a step keeps
   * @param parameters initial weights and thresholds
   * @param slices threads that average; the results don't depend on how many there are
   */
  WeightAverages(double decay, float[] parameters, Slices slices) {
    this.decay = decay;
    this.values = parameters.clone();
    this.slices = slices;
  }

  /** Takes in the weights after a step, counted from 0. */
  void update(float[] parameters, long step) {
    float kept = (float) Math.min(decay, (1.0 + step) / (10.0 + step));
    slices.run(values.length, (from, to) -> mix(values, kept, parameters, from, to));
  }

  private static void mix(float[] averages, float kept, float[] values, int from, int to) {
    float taken = 1 - kept;
    for (int i = from; i < to; i++) {
      averages[i] = kept * averages[i] + taken * values[i];
    }
  }

  /** The averages, live, at the indices of their weights. */
  float[] values() {
    return values;
  }
}
