package io.spnas.nas.multipath;

import io.spnas.engine.PathUse;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Binary gates (ProxylessNAS, arXiv 1812.00332, sections 3.1 and 3.2). Where weights learn, one
 * path of each layer is drawn by its probability, and it alone is computed. Where architecture
 * weights learn, two paths are drawn, and one of them is active, by their probabilities among the
 * two; the other is computed only for what the loss would gain by it.
 */
final class GateMixing implements Mixing {
  private final GumbelNoise noise;

  /**
   * @param noise noise of each step
   */
  GateMixing(GumbelNoise noise) {
    this.noise = noise;
  }

  @Override
  public LayerMix[] mix(double[][] logits, Turn turn, long step) {
    SplittableRandom random = noise.random(step);
    return Arrays.stream(logits)
        .map(layer -> turn == Turn.ARCHITECTURE ? pair(layer, random) : single(layer, random))
        .toArray(LayerMix[]::new);
  }

  private static LayerMix single(double[] logits, SplittableRandom random) {
    return new SinglePathMix(largest(GumbelNoise.added(logits, random), -1), logits.length);
  }

  private static LayerMix pair(double[] logits, SplittableRandom random) {
    double[] noisy = GumbelNoise.added(logits, random);
    int first = largest(noisy, -1);
    int second = largest(noisy, first);
    double share = Softmax.of(new double[] {logits[first], logits[second]})[0];
    return random.nextDouble() < share
        ? PathPairMix.of(logits, first, second)
        : PathPairMix.of(logits, second, first);
  }

  private static int largest(double[] values, int without) {
    int largest = without == 0 ? 1 : 0;
    for (int k = largest + 1; k < values.length; k++) {
      if (k != without && values[k] > values[largest]) {
        largest = k;
      }
    }
    return largest;
  }

  /** One path alone. */
  private record SinglePathMix(int active, int paths) implements LayerMix {
    @Override
    public double[] factors() {
      double[] factors = new double[paths];
      factors[active] = 1;
      return factors;
    }

    @Override
    public PathUse use(int path) {
      return path == active ? PathUse.ACTIVE : PathUse.OFF;
    }

    /** Architecture weights don't learn from one path. */
    @Override
    public double[] gradient(double[] loss, double[] term) {
      return new double[paths];
    }

    @Override
    public boolean learns(int path) {
      return false;
    }
  }
}
