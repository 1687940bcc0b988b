package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.PathUse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gates of ProxylessNAS; the expected figures come from enumerating all that may be drawn. */
class GateMixingTest {
  private static final double[][] LOGITS = {{0.4, -0.7, 1.1}, {-0.2, 0.9, 0.3, -1}};

  /** What the paths of a toy of two layers compute: scale * tanh(slope * x). */
  private static final double[][] SCALES = {{1, -0.5, 2}, {0.7, 1.5, -1, 0.2}};

  private static final double[][] SLOPES = {{1, 2, -1.5}, {0.5, 1, 3, -2}};
  private static final double INPUT = 0.6;
  private static final double WANTED = 0.8;
  private static final double[][] TERM = {{0.1, 0.4, 0.2}, {0.3, 0.05, 0.2, 0}};
  private static final int DRAWS = 100_000;

  /** Paths drawn in a layer, with their probability. */
  private record Draw(int active, int observed, double probability) {}

  private static double output(int layer, int path, double x) {
    return SCALES[layer][path] * Math.tanh(SLOPES[layer][path] * x);
  }

  /** dL/dg of each gate, by differences of the toy's loss (y - wanted)^2. */
  private static double[] gateGradient(int layer, int[] active) {
    double[] gates = new double[LOGITS[layer].length];
    gates[active[layer]] = 1;
    return Differences.gradient(
        open -> {
          double x = INPUT;
          for (int l = 0; l < LOGITS.length; l++) {
            double sum = 0;
            for (int k = 0; k < LOGITS[l].length; k++) {
              double gate = l == layer ? open[k] : k == active[l] ? 1 : 0;
              sum += gate * output(l, k, x);
            }
            x = sum;
          }
          return (x - WANTED) * (x - WANTED);
        },
        gates);
  }

  private static List<Draw> draws(double[] logits) {
    double[] p = Differences.shares(logits, 1);
    List<Draw> draws = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        if (i != j) {
          double drawn = p[i] * p[j] / (1 - p[i]) + p[j] * p[i] / (1 - p[j]);
          draws.add(new Draw(i, j, drawn * p[i] / (p[i] + p[j])));
        }
      }
    }
    return draws;
  }

  /** Gradient of the pair's expected loss, linear in the gates, by differences. */
  private static double[] pairGradient(int layer, Draw draw, double[] gates) {
    return Differences.gradient(
        at -> {
          double a = Math.exp(at[draw.active]);
          double b = Math.exp(at[draw.observed]);
          double ofActive = gates[draw.active] + TERM[layer][draw.active];
          double ofObserved = gates[draw.observed] + TERM[layer][draw.observed];
          return (a * ofActive + b * ofObserved) / (a + b);
        },
        LOGITS[layer]);
  }

  @Test
  void gradientOfEachPairIsThatOfItsExpectedLoss() {
    for (int layer = 0; layer < LOGITS.length; layer++) {
      int[] active = new int[2];
      for (Draw draw : draws(LOGITS[layer])) {
        active[layer] = draw.active;
        double[] gates = gateGradient(layer, active);
        LayerMix mix = PathPairMix.of(LOGITS[layer], draw.active, draw.observed);
        assertThat(mix.gradient(gates, TERM[layer]))
            .containsExactly(pairGradient(layer, draw, gates), within(1e-8));
      }
    }
  }

  @Test
  void theMeanOverDrawsIsThatOfAllThatMayBeDrawn() {
    double[][] expected = {new double[3], new double[4]};
    double[][] squares = {new double[3], new double[4]};
    for (Draw first : draws(LOGITS[0])) {
      for (Draw second : draws(LOGITS[1])) {
        int[] active = {first.active, second.active};
        double probability = first.probability * second.probability;
        for (int l = 0; l < 2; l++) {
          double[] gradient = pairGradient(l, l == 0 ? first : second, gateGradient(l, active));
          for (int k = 0; k < gradient.length; k++) {
            expected[l][k] += probability * gradient[k];
            squares[l][k] += probability * gradient[k] * gradient[k];
          }
        }
      }
    }
    GateMixing mixing = new GateMixing(new GumbelNoise(3));
    double[][] found = {new double[3], new double[4]};
    for (int step = 0; step < DRAWS; step++) {
      LayerMix[] mixes = mixing.mix(LOGITS, Turn.ARCHITECTURE, step);
      int[] active = {active(mixes[0], 3), active(mixes[1], 4)};
      for (int l = 0; l < 2; l++) {
        double[] gradient = mixes[l].gradient(gateGradient(l, active), TERM[l]);
        for (int k = 0; k < gradient.length; k++) {
          found[l][k] += gradient[k] / DRAWS;
        }
      }
    }
    for (int l = 0; l < 2; l++) {
      for (int k = 0; k < found[l].length; k++) {
        double variance = squares[l][k] - expected[l][k] * expected[l][k];
        assertThat(found[l][k])
            .as("layer %d, path %d", l, k)
            .isEqualTo(expected[l][k], within(4.5 * Math.sqrt(variance / DRAWS)));
      }
    }
  }

  private static int active(LayerMix mix, int paths) {
    return only(mix, paths, PathUse.ACTIVE);
  }

  private static int only(LayerMix mix, int paths, PathUse use) {
    int[] found = IntStream.range(0, paths).filter(k -> mix.use(k) == use).toArray();
    assertThat(found).as("paths that are %s", use).hasSize(1);
    return found[0];
  }

  @Test
  void pairsAreDrawnWithoutReplacement() {
    double[] logits = LOGITS[1];
    GateMixing mixing = new GateMixing(new GumbelNoise(11));
    double[][] counts = new double[4][4];
    for (int step = 0; step < DRAWS; step++) {
      LayerMix mix = mixing.mix(new double[][] {logits}, Turn.ARCHITECTURE, step)[0];
      counts[only(mix, 4, PathUse.ACTIVE)][only(mix, 4, PathUse.OBSERVED)]++;
    }
    for (Draw draw : draws(logits)) {
      double p = draw.probability;
      assertThat(counts[draw.active][draw.observed] / DRAWS)
          .as("active %d, observed %d", draw.active, draw.observed)
          .isEqualTo(p, within(4 * Math.sqrt(p * (1 - p) / DRAWS)));
    }
  }

  @Test
  void weightsLearnOnOnePathDrawnByItsProbability() {
    double[] logits = LOGITS[1];
    GateMixing mixing = new GateMixing(new GumbelNoise(5));
    double[] counts = new double[4];
    for (int step = 0; step < DRAWS; step++) {
      LayerMix mix = mixing.mix(new double[][] {logits}, Turn.WEIGHTS, step)[0];
      int active = active(mix, 4);
      counts[active]++;
      assertThat(mix.factors()[active]).isEqualTo(1);
      assertThat(mix.gradient(new double[] {1, 2, 3, 4}, new double[4])).containsOnly(0);
    }
    double[] expected = Differences.shares(logits, 1);
    for (int k = 0; k < 4; k++) {
      double tolerance = 4 * Math.sqrt(expected[k] * (1 - expected[k]) / DRAWS);
      assertThat(counts[k] / DRAWS).as("path %d", k).isEqualTo(expected[k], within(tolerance));
    }
  }

  @Test
  void pathsThatWereNotDrawnKeepTheirProbability() {
    double[] before = LOGITS[1].clone();
    double[] after = before.clone();
    after[1] += 0.3;
    after[3] -= 0.1;
    double difference = after[1] - after[3];
    PathPairMix.of(before, 3, 1).correct(before, after);
    double[] was = Differences.shares(before, 1);
    double[] is = Differences.shares(after, 1);
    assertThat(is[0]).isEqualTo(was[0], within(1e-14));
    assertThat(is[2]).isEqualTo(was[2], within(1e-14));
    assertThat(after[1] - after[3]).as("what was learned").isEqualTo(difference, within(1e-14));
  }
}
