package io.spnas.nas.oneshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The estimate of the gradient on a space of two layers, by all outcomes. */
class PolicyGradientTest {
  private static final SearchSpace SPACE = space();
  private static final double[][] LOGITS = {{0.3, -0.5, 1.1, 0.2}, {-0.7, 0.4, 0, 0.9, -0.2}};

  /** All networks: [first layer's operation, second layer's]. */
  private static final List<Architecture> NETWORKS = networks();

  private static final double[] REWARDS =
      new SplittableRandom(2).doubles(NETWORKS.size(), 0, 1).toArray();

  private final OperationPolicy policy = new OperationPolicy(SPACE, LOGITS);

  private static SearchSpace space() {
    Settings settings =
        Settings.parse(
            """
            input.size = 16
            model { classes = 4, stem-channels = 8, stem-stride = 1, head-channels = 32 }
            model.blocks = ["r1_k3_s11_e1_i8_o8_noskip", "r2_k5_s22_e6_i8_o8"]
            """);
    return SearchSpace.of(settings.input(), settings.model());
  }

  private static List<Architecture> networks() {
    List<Layer> layers = SPACE.searchable();
    return layers.get(0).operations().stream()
        .flatMap(
            first ->
                layers.get(1).operations().stream()
                    .map(second -> Architecture.of(SPACE, List.of(first, second))))
        .toList();
  }

  /** Probability of the n-th network by logits, written out. */
  private static double probability(double[][] logits, int n) {
    int[] choice = {n / 5, n % 5};
    double product = 1;
    for (int l = 0; l < 2; l++) {
      double sum = 0;
      for (double logit : logits[l]) {
        sum += Math.exp(logit);
      }
      product *= Math.exp(logits[l][choice[l]]) / sum;
    }
    return product;
  }

  private static double expectedReward(double[][] logits) {
    return IntStream.range(0, REWARDS.length)
        .mapToDouble(n -> probability(logits, n) * REWARDS[n])
        .sum();
  }

  /** d expected reward / d logit, by differences. */
  private static double slope(int layer, int operation) {
    double step = 1e-5;
    double[][] up = {LOGITS[0].clone(), LOGITS[1].clone()};
    double[][] down = {LOGITS[0].clone(), LOGITS[1].clone()};
    up[layer][operation] += step;
    down[layer][operation] -= step;
    return (expectedReward(up) - expectedReward(down)) / (2 * step);
  }

  private static void assertSlopes(double[][] mean, double factor) {
    for (int l = 0; l < LOGITS.length; l++) {
      for (int i = 0; i < LOGITS[l].length; i++) {
        assertThat(mean[l][i])
            .as("layer %d, operation %d", l, i)
            .isCloseTo(factor * slope(l, i), within(1e-9));
      }
    }
  }

  private static void add(double[][] sum, double share, double[][] gradient) {
    for (int l = 0; l < sum.length; l++) {
      for (int i = 0; i < sum[l].length; i++) {
        sum[l][i] += share * gradient[l][i];
      }
    }
  }

  @Test
  void meanOverAllOutcomesIsTheGradientWhateverTheBaseline() {
    for (double baseline : new double[] {0, 0.5, -3}) {
      double[][] mean = {new double[4], new double[5]};
      for (int n = 0; n < REWARDS.length; n++) {
        double[] reward = {REWARDS[n]};
        List<Architecture> drawn = List.of(NETWORKS.get(n));
        add(mean, probability(LOGITS, n), PolicyGradient.estimate(policy, drawn, reward, baseline));
      }
      assertSlopes(mean, 1);
    }
  }

  @Test
  void meanOverAllPairsIsTheGradientToo() {
    double[][] mean = {new double[4], new double[5]};
    double[][] withOwnMean = {new double[4], new double[5]};
    for (int n = 0; n < REWARDS.length; n++) {
      for (int m = 0; m < REWARDS.length; m++) {
        double share = probability(LOGITS, n) * probability(LOGITS, m);
        double[] rewards = {REWARDS[n], REWARDS[m]};
        List<Architecture> drawn = List.of(NETWORKS.get(n), NETWORKS.get(m));
        add(mean, share, PolicyGradient.estimate(policy, drawn, rewards, 0.3));
        double own = (rewards[0] + rewards[1]) / 2;
        add(withOwnMean, share, PolicyGradient.estimate(policy, drawn, rewards, own));
      }
    }
    assertSlopes(mean, 1);
    // Shorter by 1/n with the batch's own mean, of the same direction.
    assertSlopes(withOwnMean, 0.5);
  }

  @Test
  void drawsHaveThePoliciesProbabilities() {
    SplittableRandom random = new SplittableRandom(4);
    int draws = 100_000;
    int[] counts = new int[NETWORKS.size()];
    for (int i = 0; i < draws; i++) {
      counts[NETWORKS.indexOf(policy.draw(random))]++;
    }
    for (int n = 0; n < counts.length; n++) {
      double p = probability(LOGITS, n);
      assertThat((double) counts[n] / draws)
          .isCloseTo(p, within(4 * Math.sqrt(p * (1 - p) / draws)));
    }
  }
}
