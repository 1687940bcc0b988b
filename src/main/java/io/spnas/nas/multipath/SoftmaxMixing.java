package io.spnas.nas.multipath;

import io.spnas.engine.PathUse;
import java.util.Arrays;

/** Every path counts as much as it is probable (DARTS, arXiv 1806.09055, equation 2). */
final class SoftmaxMixing implements Mixing {

  @Override
  public LayerMix[] mix(double[][] logits, Turn turn, long step) {
    return Arrays.stream(logits).map(SoftmaxMixing::layer).toArray(LayerMix[]::new);
  }

  static LayerMix layer(double[] logits) {
    return new Mix(Softmax.of(logits));
  }

  private record Mix(double[] factors) implements LayerMix {
    @Override
    public PathUse use(int path) {
      return PathUse.ACTIVE;
    }

    @Override
    public double[] gradient(double[] loss, double[] term) {
      double[] both = new double[loss.length];
      Arrays.setAll(both, k -> loss[k] + term[k]);
      return Softmax.gradient(factors, both);
    }
  }
}
