package io.spnas.nas.multipath;

import io.spnas.engine.PathUse;

/**
 * Two paths of a layer, one of them active, as ProxylessNAS's architecture weights learn from them
 * (arXiv 1812.00332, section 3.2). The gradient with respect to a gate, dL/dg_k = sum of dL/dy
 * times the path's output, stands for that with respect to the path's probability among the two, to
 * which the latency term adds its own.
 *
 * @param active index of the active path
 * @param observed index of the other
 * @param share probability of the active one among the two
 * @param paths number of paths
 */
record PathPairMix(int active, int observed, double share, int paths) implements LayerMix {

  /** The mix of two paths of a layer with these architecture weights. */
  static PathPairMix of(double[] logits, int active, int observed) {
    double share = Softmax.of(new double[] {logits[active], logits[observed]})[0];
    return new PathPairMix(active, observed, share, logits.length);
  }

  /** An observed path adds nothing to the output, so its factor only leaves it as it is. */
  @Override
  public double[] factors() {
    double[] factors = new double[paths];
    factors[active] = 1;
    factors[observed] = 1;
    return factors;
  }

  @Override
  public PathUse use(int path) {
    if (path == active) {
      return PathUse.ACTIVE;
    }
    return path == observed ? PathUse.OBSERVED : PathUse.OFF;
  }

  @Override
  public double[] gradient(double[] loss, double[] term) {
    double difference = loss[active] + term[active] - loss[observed] - term[observed];
    double[] gradient = new double[paths];
    gradient[active] = share * (1 - share) * difference;
    gradient[observed] = -gradient[active];
    return gradient;
  }

  @Override
  public boolean learns(int path) {
    return path == active || path == observed;
  }

  /** Moves both so that together they are as probable as before: other paths keep theirs. */
  @Override
  public void correct(double[] before, double[] after) {
    double excess =
        Softmax.logSumExp(after[active], after[observed])
            - Softmax.logSumExp(before[active], before[observed]);
    after[active] -= excess;
    after[observed] -= excess;
  }
}
