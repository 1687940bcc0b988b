package io.spnas.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a search makes small: the product of costs R_i, each to the power of its weight w_i.
 *
 * @param weights w_i, above 0, of each cost that counts
 */
public record ObjectiveWeights(Map<Objective, Double> weights) {

  public ObjectiveWeights {
    weights = Collections.unmodifiableMap(new EnumMap<>(weights));
  }

  /** One cost alone. */
  static ObjectiveWeights of(Objective objective) {
    return new ObjectiveWeights(Map.of(objective, 1.0));
  }

  /** Whether it is the latency alone. */
  public boolean isLatency() {
    return equals(of(Objective.LATENCY));
  }

  /** Whether a cost counts. */
  public boolean has(Objective objective) {
    return weights.containsKey(objective);
  }
}
