package io.spnas.spark.compare;

import io.spnas.profile.InferenceRuntime;
import io.spnas.profile.NetworkTimes;
import io.spnas.profile.Timing;
import io.spnas.space.NetworkShape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latencies of the networks on this machine: one image, one thread, median of rounds in which all
 * networks take turns, so that what else the machine does hits all alike. Equal networks are
 * measured once.
 */
final class MeasuredLatencies {
  /** Three preparations of five rounds. */
  private static final int ROUNDS = 15;

  private MeasuredLatencies() {}

  /**
   * Measures networks.
   *
   * @param runtime what runs them
   * @param networks the networks
   * @param listener hears how far it is
   * @return ms of each
   */
  static <K> Map<K, Double> of(
      InferenceRuntime runtime, Map<K, NetworkShape> networks, NetworkTimes.Listener listener) {
    Map<NetworkShape, String> names = new HashMap<>();
    Map<String, NetworkShape> distinct = new LinkedHashMap<>();
    for (NetworkShape network : networks.values()) {
      String name = names.computeIfAbsent(network, shape -> "network " + names.size());
      distinct.put(name, network);
    }
    Map<String, Timing> timings =
        new NetworkTimes(runtime, 1, 1).measure(distinct, ROUNDS, listener);
    Map<K, Double> milliseconds = new LinkedHashMap<>();
    networks.forEach(
        (key, network) -> milliseconds.put(key, timings.get(names.get(network)).median()));
    return milliseconds;
  }
}
