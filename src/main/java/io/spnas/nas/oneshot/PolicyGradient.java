package io.spnas.nas.oneshot;

import io.spnas.space.Architecture;
import java.util.List;

/**
 * REINFORCE (Williams 1992): the gradient of a policy's expected reward with respect to its logits,
 * estimated from networks it has drawn. For a draw with operation a in a layer, d log p / d logit_i
 * = [i = a] - p_i.
 */
final class PolicyGradient {
  private PolicyGradient() {}

  /**
   * The mean of (reward - baseline) * d log p / d logits over draws: without bias, if the baseline
   * does not depend on them.
   *
   * @param policy what the networks were drawn from
   * @param drawn the networks
   * @param rewards the reward of each
   * @param baseline what a reward is compared with
   * @return [layers, {@link io.spnas.space.Layer#operations}]
   */
  static double[][] estimate(
      OperationPolicy policy, List<Architecture> drawn, double[] rewards, double baseline) {
    double[][] shares = policy.probabilities();
    double[][] gradient = new double[shares.length][];
    for (int l = 0; l < shares.length; l++) {
      gradient[l] = new double[shares[l].length];
    }
    for (int n = 0; n < rewards.length; n++) {
      double advantage = (rewards[n] - baseline) / rewards.length;
      int[] choices = policy.choices(drawn.get(n));
      for (int l = 0; l < shares.length; l++) {
        gradient[l][choices[l]] += advantage;
        for (int i = 0; i < shares[l].length; i++) {
          gradient[l][i] -= advantage * shares[l][i];
        }
      }
    }
    return gradient;
  }
}
