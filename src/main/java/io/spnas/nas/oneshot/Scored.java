package io.spnas.nas.oneshot;

import io.spnas.space.Architecture;
import java.util.Comparator;

/**
 * A network with its score.
 *
 * @param network the network
 * @param top1 share of the held-back images that it classifies right, 0 to 1
 * @param milliseconds its latency, ms
 */
record Scored(Architecture network, double top1, double milliseconds) {
  /** The highest score first; of equal ones the fastest. */
  static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::top1).reversed().thenComparingDouble(Scored::milliseconds);
}
