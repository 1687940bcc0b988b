package io.spnas.nas.oneshot;

import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A distribution over the networks of a space: each layer's operation on its own, with
 * probabilities that are the softmax of logits.
 */
final class OperationPolicy {
  private final SearchSpace space;
  private final List<Layer> layers;
  private final double[][] probabilities;

  /**
   * @param space the networks
   * @param logits [layers, {@link Layer#operations}]; not kept
   */
  OperationPolicy(SearchSpace space, double[][] logits) {
    this.space = space;
    this.layers = space.searchable();
    this.probabilities = new double[logits.length][];
    for (int l = 0; l < logits.length; l++) {
      probabilities[l] = softmax(logits[l]);
    }
  }

  /** exp(logit) over their sum. */
  static double[] softmax(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** Probability of each operation: [layers, {@link Layer#operations}]. */
  double[][] probabilities() {
    return probabilities;
  }

  /** Position of each layer's operation in {@link Layer#operations}. */
  int[] choices(Architecture network) {
    int[] choices = new int[layers.size()];
    for (int l = 0; l < choices.length; l++) {
      choices[l] = layers.get(l).operations().indexOf(network.operations().get(l));
    }
    return choices;
  }

  /** Draws a network. */
  Architecture draw(SplittableRandom random) {
    List<Operation> operations = new ArrayList<>();
    for (int l = 0; l < probabilities.length; l++) {
      operations.add(layers.get(l).operations().get(draw(probabilities[l], random.nextDouble())));
    }
    return Architecture.of(space, operations);
  }

  private static int draw(double[] shares, double point) {
    double below = 0;
    for (int i = 0; i < shares.length - 1; i++) {
      below += shares[i];
      if (point < below) {
        return i;
      }
    }
    return shares.length - 1;
  }
}
