package io.spnas.profile;

/**
 * Runs a network several times on end, as steady inference does: the first runs bring its weights
 * and maps into the cache and do not count, the value is the fastest of those that follow: whatever
 * else the machine does only ever adds to a run. Networks that take little time are run more often.
 */
final class Burst {
  private static final int LEAST_WARM_UP = 2;
  private static final int LEAST_COUNTED = 5;
  private static final int MOST_COUNTED = 200;
  private static final long WARM_UP_NANOSECONDS = 5_000_000;
  private static final long COUNTED_NANOSECONDS = 30_000_000;

  private Burst() {}

  /** Time of one run in ms. */
  static double milliseconds(InferenceRuntime.TimedNetwork network) {
    long warmUp = 0;
    for (int i = 0; i < LEAST_WARM_UP || warmUp < WARM_UP_NANOSECONDS && i < MOST_COUNTED; i++) {
      warmUp += network.run();
    }
    long fastest = Long.MAX_VALUE;
    long sum = 0;
    for (int i = 0; i < LEAST_COUNTED || sum < COUNTED_NANOSECONDS && i < MOST_COUNTED; i++) {
      long time = network.run();
      sum += time;
      fastest = Math.min(fastest, time);
    }
    return fastest / 1e6;
  }
}
