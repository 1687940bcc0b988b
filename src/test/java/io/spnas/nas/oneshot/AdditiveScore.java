package io.spnas.nas.oneshot;

import io.spnas.nas.CandidateScores;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A score that is a sum over layers: each operation has a worth from 0 to 1, slow ones more, with
 * as much chance in it; a network's score is 0.7 + 0.3 * the layers' mean worth. The best network
 * within a latency is known.
 */
final class AdditiveScore implements CandidateScores {
  private static final double FLOOR = 0.7;

  /** The table's costs are whole numbers of these, ms. */
  private static final double UNIT = 1e-4;

  private final PathCosts costs;
  private final List<Layer> layers;
  private final double[][] worth;
  private final Set<Architecture> asked = new LinkedHashSet<>();

  AdditiveScore(Candidates candidates, long seed) {
    this.costs = candidates.costs();
    this.layers = candidates.space().searchable();
    this.worth = new double[layers.size()][];
    SplittableRandom random = new SplittableRandom(seed);
    for (int l = 0; l < worth.length; l++) {
      double[] layer = costs.ofLayers()[l];
      double most = Arrays.stream(layer).max().orElseThrow();
      worth[l] = new double[layer.length];
      for (int i = 0; i < layer.length; i++) {
        worth[l][i] = 0.5 * Math.sqrt(layer[i] / most) + 0.5 * random.nextDouble();
      }
    }
  }

  /** Mean worth of a network's layers, 0 to 1. */
  double worth(Architecture network) {
    double sum = 0;
    for (int l = 0; l < worth.length; l++) {
      sum += worth[l][layers.get(l).operations().indexOf(network.operations().get(l))];
    }
    return sum / worth.length;
  }

  @Override
  public List<Double> top1(List<Architecture> networks) {
    for (Architecture network : networks) {
      if (!asked.add(network)) {
        throw new AssertionError("asked twice for " + network.operations());
      }
    }
    return networks.stream().map(network -> FLOOR + (1 - FLOOR) * worth(network)).toList();
  }

  /** Networks that were scored, in order. */
  List<Architecture> asked() {
    return List.copyOf(asked);
  }

  /** The most that a network within a latency in ms is worth: best[t] with layers' cost t. */
  double optimum(double target) {
    int units = (int) Math.floor((target - costs.base()) / UNIT + 1e-6);
    double[] best = new double[units + 1];
    for (int l = 0; l < worth.length; l++) {
      double[] next = new double[units + 1];
      Arrays.fill(next, Double.NEGATIVE_INFINITY);
      for (int i = 0; i < worth[l].length; i++) {
        int cost = (int) Math.round(costs.ofLayers()[l][i] / UNIT);
        for (int t = cost; t <= units; t++) {
          next[t] = Math.max(next[t], best[t - cost] + worth[l][i]);
        }
      }
      best = next;
    }
    return best[units] / worth.length;
  }
}
