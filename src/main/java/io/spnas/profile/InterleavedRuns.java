package io.spnas.profile;

import io.spnas.profile.InferenceRuntime.TimedNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures several networks in rounds. In each round every network is run in one short burst, in an
 * order that differs from round to round, so that whatever else the machine does, and the speed of
 * its clock, hits all alike.
 */
public final class InterleavedRuns {
  private final Map<String, TimedNetwork> networks;
  private final Listener listener;

  /** Hears of each measured value. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A network was measured.
     *
     * @param round the round, from 0
     * @param name the network's name
     * @param milliseconds time of one run in this round: the fastest of its burst
     */
    void measured(int round, String name, double milliseconds);
  }

  /**
   * @param networks the networks by name, ready to run; not closed here
   * @param listener hears of each value
   */
  public InterleavedRuns(Map<String, TimedNetwork> networks, Listener listener) {
    this.networks = new LinkedHashMap<>(networks);
    this.listener = listener;
  }

  /**
   * Runs rounds.
   *
   * @param first the first round: 0, or behind those of an earlier run
   * @param end the round before which it ends
   * @return the time of each network over these rounds, by its name
   */
  public Map<String, Timing> run(int first, int end) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    networks.keySet().forEach(name -> values.put(name, new ArrayList<>()));
    for (int round = first; round < end; round++) {
      List<String> order = new ArrayList<>(networks.keySet());
      Collections.shuffle(order, new Random(round));
      for (String name : order) {
        double milliseconds = Burst.milliseconds(networks.get(name));
        values.get(name).add(milliseconds);
        listener.measured(round, name, milliseconds);
      }
    }
    Map<String, Timing> timings = new LinkedHashMap<>();
    values.forEach((name, found) -> timings.put(name, Timing.of(found)));
    return timings;
  }
}
