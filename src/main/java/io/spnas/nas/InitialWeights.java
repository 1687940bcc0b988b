package io.spnas.nas;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Initial weights as the published code draws them: convolutions N(0, sqrt(2 / fan out)), fan out =
 * kernel area * output channels; batch norm scale 1, shift 0; classifier U(-1/sqrt(classes),
 * 1/sqrt(classes)), bias 0.
 */
public final class InitialWeights {
  private InitialWeights() {}

  /** Fills the weights of a layout from a seed. */
  public static void fill(ParameterLayout layout, float[] weights, long seed) {
    int index = 0;
    for (Slot slot : layout.slots()) {
      SplittableRandom random = Seeds.random(seed, Seeds.Purpose.INITIAL_WEIGHTS, index++);
      fill(slot, weights, random);
    }
  }

  private static void fill(Slot slot, float[] weights, SplittableRandom random) {
    int from = slot.offset();
    int to = from + slot.length();
    switch (slot.kind()) {
      case CONVOLUTION -> gaussian(weights, from, to, random, slot, slot.shape().get(0));
      // A depthwise kernel is [k, k, channels, 1] in the published code: one output channel.
      case DEPTHWISE -> gaussian(weights, from, to, random, slot, 1);
      case BATCH_NORM -> {
        Arrays.fill(weights, from, from + slot.length() / 2, 1f);
        Arrays.fill(weights, from + slot.length() / 2, to, 0f);
      }
      case CLASSIFIER_WEIGHT -> {
        double bound = 1 / Math.sqrt(slot.shape().get(1));
        for (int i = from; i < to; i++) {
          weights[i] = (float) random.nextDouble(-bound, bound);
        }
      }
      case CLASSIFIER_BIAS -> Arrays.fill(weights, from, to, 0f);
    }
  }

  private static void gaussian(
      float[] weights, int from, int to, SplittableRandom random, Slot slot, int outChannels) {
    int area = slot.shape().get(2) * slot.shape().get(3);
    double deviation = Math.sqrt(2.0 / (area * outChannels));
    for (int i = from; i < to; i++) {
      weights[i] = (float) (random.nextGaussian() * deviation);
    }
  }
}
