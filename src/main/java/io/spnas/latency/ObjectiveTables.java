package io.spnas.latency;

import io.spnas.config.EnergySettings;
import io.spnas.config.Geometry;
import io.spnas.config.InvalidInputException;
import io.spnas.config.LatencySettings;
import io.spnas.config.Objective;
import io.spnas.config.ObjectiveWeights;
import io.spnas.config.RuntimeModelKind;
import io.spnas.config.Settings;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Tables that a search needs: that of latency, and those of what else it makes small. */
public final class ObjectiveTables {
  private final ObjectiveWeights weights;
  private final Map<Objective, LatencyTable> tables;

  private ObjectiveTables(ObjectiveWeights weights, Map<Objective, LatencyTable> tables) {
    this.weights = weights;
    this.tables = tables;
  }

  /**
   * Loads the tables that settings ask for, and checks them against the space.
   *
   * @throws InvalidInputException if one is missing, is of another objective than it is named for,
   *     or does not cover the space
   */
  public static ObjectiveTables load(Settings settings, SearchSpace space) {
    ObjectiveWeights weights = settings.search().objective();
    Map<Objective, LatencyTable> tables = new EnumMap<>(Objective.class);
    LatencySettings latency = settings.latency();
    tables.put(
        Objective.LATENCY, measured("latency.table", latency.table(), Objective.LATENCY, space));
    for (Objective objective : weights.weights().keySet()) {
      switch (objective) {
        case LATENCY -> {}
        case ENERGY -> tables.put(objective, energy(settings.energy(), space));
        case MEMORY, MULTIPLY_ADDS, PARAMETERS ->
            tables.put(objective, ComputedTables.of(objective, space));
      }
    }
    Geometry geometry = latency.geometry();
    tables.values().forEach(table -> table.requireCovers(space, geometry));
    return new ObjectiveTables(weights, tables);
  }

  private static LatencyTable energy(EnergySettings settings, SearchSpace space) {
    String table =
        settings
            .table()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "search.objective asks for energy, but energy.table is empty: expected a"
                            + " table of energies in mJ"));
    return measured("energy.table", table, Objective.ENERGY, space);
  }

  private static LatencyTable measured(
      String key, String nameOrPath, Objective expected, SearchSpace space) {
    LatencyTable table = LatencyTable.load(nameOrPath, space);
    Objective found = table.origin().objective();
    if (found != expected) {
      throw new InvalidInputException(
          "%s = %s is a table of %s (%s), expected one of %s (%s)",
          key, nameOrPath, found.label(), found.unit(), expected.label(), expected.unit());
    }
    return table;
  }

  /** The table of latency. */
  public LatencyTable latency() {
    return tables.get(Objective.LATENCY);
  }

  /** Tables of what counts, by what they are of; the latency's is among them only if it does. */
  public Map<Objective, LatencyTable> counted() {
    Map<Objective, LatencyTable> counted = new EnumMap<>(tables);
    counted.keySet().removeIf(objective -> !weights.has(objective));
    return counted;
  }

  /** Whether something else than the latency alone counts. */
  public boolean isBeyondLatency() {
    return !weights.isLatency();
  }

  /** What the search makes small; the kind of model concerns costs that are sums. */
  public SearchObjective objective(RuntimeModelKind kind) {
    RuntimeModel latency = RuntimeModel.of(latency(), kind);
    if (weights.isLatency()) {
      return SearchObjective.ofLatency(latency);
    }
    List<SearchObjective.Factor> factors = new ArrayList<>();
    weights
        .weights()
        .forEach(
            (objective, weight) ->
                factors.add(
                    new SearchObjective.Factor(
                        RuntimeModel.of(tables.get(objective), kind), weight)));
    return new SearchObjective(latency, factors);
  }

  /** Product of a network's costs, each to the power of its weight. */
  public double value(Architecture architecture) {
    double logarithm = 0;
    for (Map.Entry<Objective, Double> weight : weights.weights().entrySet()) {
      LatencyTable table = tables.get(weight.getKey());
      logarithm += weight.getValue() * Math.log(LatencyPrediction.of(table, architecture).total());
    }
    return Math.exp(logarithm);
  }
}
