package io.spnas.nas;

import io.spnas.latency.RuntimeModel;
import io.spnas.space.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The final decisions of a search with a target.
 *
 * <p>While R is held, the valuable operations stay chosen, the worthless ones stay lost, and those
 * between change from step to step: the share of recent steps in which a decision was 1 tells how
 * certain it is. Each decision becomes what it mostly was. If R is then off the target, decisions
 * are reversed, the least certain first, as long as that brings R closer.
 */
final class Settlement {
  /** Steps that a share looks back. */
  private static final int MEMORY = 50;

  /** Distance of ln R from ln T that needs no mending. */
  private static final double CLOSE = 0.002;

  /** Distance of a share from 1/2 up to which a decision is open. */
  private static final double OPEN = 0.45;

  private static final int PRESENT = 1;

  private final RuntimeModel model;
  private final double target;
  private final List<Layer> layers;
  private final boolean flips;
  private final float[] shares;
  private final int offset;

  /** The decision of a layer: d5, d50 or d100. */
  private record Decision(int layer, int index) {}

  /**
   * @param model predicts R
   * @param target T in ms
   * @param layers searchable layers
   * @param flips whether decisions may be other than they are at the last open step
   * @param shares holds what is remembered
   * @param offset where that begins
   */
  Settlement(
      RuntimeModel model,
      double target,
      List<Layer> layers,
      boolean flips,
      float[] shares,
      int offset) {
    this.model = model;
    this.target = target;
    this.layers = layers;
    this.flips = flips;
    this.shares = shares;
    this.offset = offset;
  }

  /** Number of values that it remembers for so many layers. */
  static int remembered(int layers) {
    return Superkernel.DECISIONS * layers;
  }

  /**
   * Takes note of a step.
   *
   * @param indicators d5, d50, d100 of each searchable layer
   * @param before steps noted before
   */
  void watch(double[][] indicators, long before) {
    double weight = 1.0 / Math.min(MEMORY, before + 1);
    for (int l = 0; l < indicators.length; l++) {
      for (int d = 0; d < Superkernel.DECISIONS; d++) {
        int at = at(l, d);
        shares[at] += (float) (weight * (indicators[l][d] - shares[at]));
      }
    }
  }

  private int at(int layer, int decision) {
    return offset + layer * Superkernel.DECISIONS + decision;
  }

  /**
   * The final decisions.
   *
   * @param decided decisions as they are
   */
  double[][] choose(double[][] decided) {
    double[][] chosen = new double[decided.length][];
    List<Decision> reversible = new ArrayList<>();
    for (int l = 0; l < decided.length; l++) {
      chosen[l] = decided[l].clone();
      for (int d = 0; d < Superkernel.DECISIONS && flips; d++) {
        chosen[l][d] = shares[at(l, d)] >= 0.5 ? 1 : 0;
        if (d != PRESENT || layers.get(l).skippable()) {
          reversible.add(new Decision(l, d));
        }
      }
    }
    reversible.sort(Comparator.comparingDouble(this::certainty));
    while (distance(chosen) > CLOSE) {
      Optional<Decision> next = next(chosen, reversible);
      if (next.isEmpty()) {
        break;
      }
      flip(chosen, next.get());
      reversible.remove(next.get());
    }
    return chosen;
  }

  /** An open decision that lands on the target; if there is none, the least certain that helps. */
  private Optional<Decision> next(double[][] chosen, List<Decision> reversible) {
    double before = distance(chosen);
    return reversible.stream()
        .filter(decision -> certainty(decision) < OPEN && flipped(chosen, decision) <= CLOSE)
        .findFirst()
        .or(
            () ->
                reversible.stream()
                    .filter(decision -> flipped(chosen, decision) < before)
                    .findFirst());
  }

  private double certainty(Decision decision) {
    return Math.abs(shares[at(decision.layer, decision.index)] - 0.5);
  }

  private double distance(double[][] decisions) {
    return Math.abs(Math.log(model.milliseconds(decisions) / target));
  }

  /** Distance from the target with a decision reversed. */
  private double flipped(double[][] chosen, Decision decision) {
    flip(chosen, decision);
    double distance = distance(chosen);
    flip(chosen, decision);
    return distance;
  }

  private static void flip(double[][] chosen, Decision decision) {
    chosen[decision.layer][decision.index] = 1 - chosen[decision.layer][decision.index];
  }
}
