package io.spnas.profile;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Objective;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.TableOrigin;
import io.spnas.space.Architecture;
import io.spnas.space.NetworkShape;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Holds a table to whole networks: random ones of its space, measured end to end on this machine.
 * None of them is among those that a table is calibrated on.
 */
public final class PredictionCheck {
  private static final int TRIES_PER_NETWORK = 1000;

  private final SearchSpace space;
  private final Map<String, Architecture> networks = new LinkedHashMap<>();

  /**
   * A network and its two times.
   *
   * @param architecture the network
   * @param predicted what the table says, ms
   * @param measured what it took
   */
  public record CheckedNetwork(Architecture architecture, double predicted, Timing measured) {
    /** The two times alone. */
    public Agreement.Pair pair() {
      return new Agreement.Pair(predicted, measured.median());
    }
  }

  /**
   * What came out.
   *
   * @param table the table that predicted
   * @param networks the networks, in the order in which they were drawn
   */
  public record Outcome(LatencyTable table, List<CheckedNetwork> networks) {
    /** How well the table predicts. */
    public Agreement agreement() {
      return new Agreement(networks.stream().map(CheckedNetwork::pair).toList());
    }
  }

  /**
   * Draws networks, all of them different.
   *
   * @param space where they come from
   * @param count how many, 2 at least
   * @param seed what they depend on
   * @throws InvalidInputException if the space has too few
   */
  public PredictionCheck(SearchSpace space, int count, long seed) {
    this.space = space;
    List<Architecture> calibration = CalibrationNetworks.of(space);
    Set<Architecture> drawn = new LinkedHashSet<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; drawn.size() < count; i++) {
      if (i == (long) TRIES_PER_NETWORK * count) {
        throw new InvalidInputException(
            "Found %d different networks in the search space beside the %d that tables are"
                + " calibrated on, expected %d",
            drawn.size(), calibration.size(), count);
      }
      Architecture network = Architecture.random(space, random);
      if (!calibration.contains(network)) {
        drawn.add(network);
      }
    }
    drawn.forEach(network -> networks.put("random_" + networks.size(), network));
  }

  /**
   * Measures the networks, and compares.
   *
   * @param table the table, which covers the space
   */
  public Outcome run(LatencyTable table, NetworkTimes times, int rounds, NetworkTimes.Listener l) {
    return outcome(table, times.measure(shapes(), rounds, l));
  }

  /** Measures the networks and, between them, what makes a table; and compares. */
  public Outcome run(NetworkTimes times, int rounds, NetworkTimes.Listener listener) {
    ProfilePlan plan = ProfilePlan.of(space);
    Map<String, NetworkShape> all = shapes();
    plan.probes().forEach(probe -> all.put(probe.name(), probe.network()));
    Map<String, Timing> timings = times.measure(all, rounds, listener);
    TableOrigin origin =
        TableOrigin.of(
            space,
            MachineFacts.processor().orElse("this machine"),
            Objective.LATENCY,
            Map.of("measured", "between the networks"));
    return outcome(plan.table("of this machine", origin, timings), timings);
  }

  private Map<String, NetworkShape> shapes() {
    Map<String, NetworkShape> shapes = new LinkedHashMap<>();
    networks.forEach((name, network) -> shapes.put(name, network.network()));
    return shapes;
  }

  private Outcome outcome(LatencyTable table, Map<String, Timing> timings) {
    List<CheckedNetwork> checked = new ArrayList<>();
    networks.forEach(
        (name, network) ->
            checked.add(
                new CheckedNetwork(
                    network, LatencyPrediction.of(table, network).total(), timings.get(name))));
    return new Outcome(table, List.copyOf(checked));
  }
}
