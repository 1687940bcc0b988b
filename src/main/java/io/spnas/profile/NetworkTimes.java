package io.spnas.profile;

import io.spnas.profile.InferenceRuntime.TimedNetwork;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Times of networks on this machine, in interleaved rounds. Every few rounds all networks are
 * prepared anew: where weights and maps come to lie in memory moves a network's time by a percent,
 * and stays as it is while the network lives.
 */
public final class NetworkTimes {
  private static final int ROUNDS_PER_PREPARATION = 5;

  private final InferenceRuntime runtime;
  private final int batch;
  private final int threads;

  /** Hears how far a measurement has come. */
  @FunctionalInterface
  public interface Listener {
    /** So many pieces of work are done, of so many in all. */
    void done(int pieces, int all);
  }

  /**
   * @param runtime what runs the networks
   * @param batch images at a time
   * @param threads threads that compute them
   */
  public NetworkTimes(InferenceRuntime runtime, int batch, int threads) {
    this.runtime = runtime;
    this.batch = batch;
    this.threads = threads;
  }

  /**
   * Measures networks.
   *
   * @param networks the networks by name
   * @param rounds how often each is measured
   * @param listener hears of each preparation and each measured value
   * @return time of each, by its name
   */
  public Map<String, Timing> measure(
      Map<String, NetworkShape> networks, int rounds, Listener listener) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    networks.keySet().forEach(name -> values.put(name, new ArrayList<>()));
    run(networks, 0, rounds, listener, (round, name, time) -> values.get(name).add(time));
    Map<String, Timing> timings = new LinkedHashMap<>();
    values.forEach((name, found) -> timings.put(name, Timing.of(found)));
    return timings;
  }

  /**
   * Measures networks in some rounds.
   *
   * @param networks the networks by name
   * @param first the first round: 0, or behind those of an earlier run
   * @param end the round before which it ends
   * @param progress hears of each preparation and each measured value
   * @param values hears of each measured value
   */
  void run(
      Map<String, NetworkShape> networks,
      int first,
      int end,
      Listener progress,
      InterleavedRuns.Listener values) {
    int preparations = 0;
    for (int round = first; round < end; round = nextPreparation(round)) {
      preparations++;
    }
    Count count = new Count(networks.size() * (preparations + end - first), progress);
    for (int from = first; from < end; from = nextPreparation(from)) {
      Map<String, TimedNetwork> prepared = new LinkedHashMap<>();
      try {
        // The same order for a run that goes on in the middle.
        for (String name : shuffled(networks, from / ROUNDS_PER_PREPARATION)) {
          prepared.put(name, runtime.prepare(networks.get(name), batch, threads));
          count.next();
        }
        new InterleavedRuns(
                prepared,
                (round, name, milliseconds) -> {
                  values.measured(round, name, milliseconds);
                  count.next();
                })
            .run(from, Math.min(nextPreparation(from), end));
      } finally {
        prepared.values().forEach(TimedNetwork::close);
      }
    }
  }

  /** The round before which networks are prepared anew, after one. */
  private static int nextPreparation(int round) {
    return (round / ROUNDS_PER_PREPARATION + 1) * ROUNDS_PER_PREPARATION;
  }

  private static List<String> shuffled(Map<String, NetworkShape> networks, int seed) {
    List<String> names = new ArrayList<>(networks.keySet());
    Collections.shuffle(names, new Random(seed));
    return names;
  }

  private static final class Count {
    private final int all;
    private final Listener listener;
    private int done;

    Count(int all, Listener listener) {
      this.all = all;
      this.listener = listener;
    }

    void next() {
      listener.done(++done, all);
    }
  }
}
