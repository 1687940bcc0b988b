package io.spnas.profile;

/**
 * Time of a network, from many runs of it.
 *
 * @param median ms
 * @param spread half the distance of the quartiles, ms
 */
public record Timing(double median, double spread) {

  /** Time of what this network does and another does not. */
  Timing minus(Timing other) {
    return new Timing(Math.max(0, median - other.median), Math.hypot(spread, other.spread));
  }

  /** Time of both together. */
  Timing plus(Timing other) {
    return new Timing(median + other.median, Math.hypot(spread, other.spread));
  }
}
