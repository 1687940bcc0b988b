package io.spnas.latency;

import io.spnas.config.Objective;
import io.spnas.space.Layer;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables that need no measuring: multiply-adds, parameters and peak activations follow from the
 * shapes of a space's layers. A table's total is exactly what {@link NetworkStatistics} counts.
 */
final class ComputedTables {
  /** The most that activations take at a time is a network's memory. */
  private static final String PEAK_ACTIVATIONS = "peak-activations";

  private static final double MILLION = 1e6;

  private ComputedTables() {}

  /** Names of the tables, for messages. */
  static List<String> names() {
    return List.of(Objective.MULTIPLY_ADDS.label(), Objective.PARAMETERS.label(), PEAK_ACTIVATIONS);
  }

  /** What the table of a name holds; nothing if no computed table has this name. */
  static Optional<Objective> objective(String name) {
    return names().contains(name)
        ? Optional.of(Objective.named(name).orElse(Objective.MEMORY))
        : Optional.empty();
  }

  /**
   * The table of an objective.
   *
   * @throws IllegalArgumentException if it has to be measured
   */
  static LatencyTable of(Objective objective, SearchSpace space) {
    List<LatencyTable.Row> rows = new ArrayList<>();
    for (Layer layer : space.allLayers()) {
      Map<Operation, Double> costs = new EnumMap<>(Operation.class);
      for (Operation operation : Operation.values()) {
        if (layer.searchable() && operation != Operation.SKIP) {
          costs.put(
              operation, value(objective, NetworkStatistics.of(space, layer.index(), operation)));
        }
      }
      rows.add(new LatencyTable.Row(layer.index(), layer.searchable(), costs, Map.of()));
    }
    TableOrigin origin =
        TableOrigin.of(space, "any device", objective, Map.of("computed", "from shapes"));
    String name = objective == Objective.MEMORY ? PEAK_ACTIVATIONS : objective.label();
    return new LatencyTable(name, origin, value(objective, NetworkStatistics.ofFixed(space)), rows);
  }

  /** In the objective's unit: both MB and million stand for 10^6. */
  private static double value(Objective objective, NetworkStatistics statistics) {
    return switch (objective) {
      case MULTIPLY_ADDS -> statistics.multiplyAdds() / MILLION;
      case PARAMETERS -> statistics.parameters() / MILLION;
      case MEMORY -> statistics.peakActivations() / MILLION;
      case LATENCY, ENERGY ->
          throw new IllegalArgumentException(objective.label() + " can't be computed");
    };
  }
}
