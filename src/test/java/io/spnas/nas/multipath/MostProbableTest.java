package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MostProbableTest {

  /** A problem of some layers with four or five operations each; every other one may be skipped. */
  private record Problem(double[][] logits, double[][] costs) {
    static Problem random(int layers, Random random) {
      double[][] logits = new double[layers][];
      double[][] costs = new double[layers][];
      for (int l = 0; l < layers; l++) {
        int operations = 4 + l % 2;
        logits[l] = random.doubles(operations, -4, 4).toArray();
        costs[l] = random.doubles(operations, 0.5, 8).toArray();
        if (operations == 5) {
          costs[l][4] = 0;
        }
      }
      return new Problem(logits, costs);
    }

    double cost(int[] choice) {
      double sum = 0;
      for (int l = 0; l < choice.length; l++) {
        sum += costs[l][choice[l]];
      }
      return sum;
    }

    double value(int[] choice) {
      double sum = 0;
      for (int l = 0; l < choice.length; l++) {
        sum += logits[l][choice[l]];
      }
      return sum;
    }

    /** Best value of all choices from a layer on that cost no more than a limit. */
    double best(int layer, double limit) {
      if (layer == logits.length) {
        return limit >= 0 ? 0 : Double.NEGATIVE_INFINITY;
      }
      double best = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < logits[layer].length; k++) {
        best = Math.max(best, logits[layer][k] + best(layer + 1, limit - costs[layer][k]));
      }
      return best;
    }
  }

  @ParameterizedTest(name = "limit at {0} of the most")
  @ValueSource(doubles = {0.2, 0.35, 0.5, 0.7, 1.1})
  void isTheBestOfAllChoicesToTheWidthOfItsCells(double share) {
    Random random = new Random(4);
    for (int i = 0; i < 20; i++) {
      Problem problem = Problem.random(6, random);
      double limit = share * 6 * 8;
      int[] choice = new MostProbable(problem.logits, problem.costs).choiceWithin(0, limit);
      double best = problem.best(0, limit);
      if (best == Double.NEGATIVE_INFINITY) {
        assertThat(choice).isEmpty();
      } else {
        assertThat(problem.cost(choice)).isLessThanOrEqualTo(limit);
        assertThat(problem.value(choice))
            .isBetween(problem.best(0, limit - 6 * limit / 65536) - 1e-9, best + 1e-9);
      }
    }
  }

  /** Whole costs, fewer than there are cells: none share one. */
  @Test
  void isTheBestOfManyLayersWithWholeCosts() {
    Random random = new Random(8);
    for (int i = 0; i < 5; i++) {
      Problem problem = Problem.random(20, random);
      for (double[] layer : problem.costs) {
        Arrays.setAll(layer, k -> Math.rint(100 * layer[k]));
      }
      int limit = 5000;
      int[] choice = new MostProbable(problem.logits, problem.costs).choiceWithin(0, limit);
      assertThat(problem.cost(choice)).isLessThanOrEqualTo(limit);
      assertThat(problem.value(choice)).isEqualTo(bestOfWhole(problem, limit), within(1e-9));
    }
  }

  /** Best value of choices of whole costs up to a limit: a table by what may still be spent. */
  private static double bestOfWhole(Problem problem, int limit) {
    double[] best = new double[limit + 1];
    for (int l = 0; l < problem.costs.length; l++) {
      double[] longer = new double[limit + 1];
      for (int budget = 0; budget <= limit; budget++) {
        longer[budget] = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < problem.costs[l].length; k++) {
          int rest = budget - (int) problem.costs[l][k];
          if (rest >= 0) {
            longer[budget] = Math.max(longer[budget], best[rest] + problem.logits[l][k]);
          }
        }
      }
      best = longer;
    }
    return best[limit];
  }

  @Test
  void findsTheOnlyChoiceThatFits() {
    double[][] costs = {{0.1, 3}, {0.2, 3}, {0.3, 3}};
    double[][] logits = {{-9, 9}, {-9, 9}, {-9, 9}};
    double limit = 0.1 + 0.2 + 0.3;
    assertThat(new MostProbable(logits, costs).choiceWithin(0, limit)).containsExactly(0, 0, 0);
    assertThat(new MostProbable(logits, costs).choiceWithin(0, 0.59)).isEmpty();
    assertThat(new MostProbable(logits, costs).choiceWithin(0, 9)).containsExactly(1, 1, 1);
  }

  @Test
  void leavesOutWhatIsTooCheap() {
    Random random = new Random(12);
    Problem problem = Problem.random(5, random);
    int[] cheap = new MostProbable(problem.logits, problem.costs).choiceWithin(0, 20);
    double least = problem.cost(cheap) + 0.5;
    int[] found = new MostProbable(problem.logits, problem.costs).choiceWithin(least, 20);
    assertThat(problem.cost(found)).isBetween(least, 20.0);
    double best = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 4 * 5 * 4 * 5 * 4; i++) {
      int[] choice = {i % 4, i / 4 % 5, i / 20 % 4, i / 80 % 5, i / 400};
      if (problem.cost(choice) >= least && problem.cost(choice) <= 20) {
        best = Math.max(best, problem.value(choice));
      }
    }
    assertThat(problem.value(found)).isEqualTo(best, within(1e-9));
  }
}
