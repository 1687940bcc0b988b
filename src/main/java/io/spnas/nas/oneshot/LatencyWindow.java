package io.spnas.nas.oneshot;

import java.util.OptionalDouble;

/**
 * Latencies that a network may have.
 *
 * @param least the least, ms
 * @param most the most, ms
 */
record LatencyWindow(double least, double most) {
  /** Any latency. */
  static final LatencyWindow ALL = new LatencyWindow(0, Double.POSITIVE_INFINITY);

  /**
   * From a little less than a target up to it; any latency without a target.
   *
   * @param target ms
   * @param tolerance how much less, as a share of the target
   */
  static LatencyWindow below(OptionalDouble target, double tolerance) {
    return target.isEmpty()
        ? ALL
        : new LatencyWindow(target.getAsDouble() * (1 - tolerance), target.getAsDouble());
  }

  /** Whether it holds a latency in ms. */
  boolean holds(double milliseconds) {
    return milliseconds >= least && milliseconds <= most;
  }

  /** The latency of the window that is closest to another, ms. */
  double closestTo(double milliseconds) {
    return Math.min(most, Math.max(least, milliseconds));
  }
}
