package io.spnas.nas.multipath;

import io.spnas.engine.PathUse;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Paths count as much as a Gumbel softmax says, m = softmax((a + noise) / temperature) (FBNet,
 * arXiv 1812.03443, equation 7): the lower the temperature, the more nearly one path is drawn by
 * its probability. In the warm-up all count the same.
 *
 * <p>The latency's expectation is that of the probabilities, softmax(a), and not of m as in the
 * paper: it has no noise then, and the two agree where the temperature is low.
 */
final class GumbelMixing implements Mixing {
  private final GumbelNoise noise;
  private final Temperature temperature;

  /**
   * @param noise noise of each step
   * @param temperature temperature of each step
   */
  GumbelMixing(GumbelNoise noise, Temperature temperature) {
    this.noise = noise;
    this.temperature = temperature;
  }

  @Override
  public LayerMix[] mix(double[][] logits, Turn turn, long step) {
    if (turn == Turn.WARMUP) {
      return Arrays.stream(logits).map(SoftmaxMixing::layer).toArray(LayerMix[]::new);
    }
    SplittableRandom random = noise.random(step);
    double divisor = temperature.of(step);
    return Arrays.stream(logits)
        .map(layer -> layer(layer, GumbelNoise.added(layer, random), divisor))
        .toArray(LayerMix[]::new);
  }

  /**
   * The mix of a layer.
   *
   * @param logits architecture weights
   * @param noisy the same with noise
   * @param temperature temperature
   */
  static LayerMix layer(double[] logits, double[] noisy, double temperature) {
    double[] divided = Arrays.stream(noisy).map(value -> value / temperature).toArray();
    return new Mix(Softmax.of(divided), Softmax.of(logits), temperature);
  }

  private record Mix(double[] factors, double[] probabilities, double temperature)
      implements LayerMix {
    @Override
    public PathUse use(int path) {
      return PathUse.ACTIVE;
    }

    @Override
    public double[] gradient(double[] loss, double[] term) {
      double[] ofLoss = Softmax.gradient(factors, loss);
      double[] ofTerm = Softmax.gradient(probabilities, term);
      double[] both = new double[ofLoss.length];
      Arrays.setAll(both, k -> ofLoss[k] / temperature + ofTerm[k]);
      return both;
    }
  }
}
