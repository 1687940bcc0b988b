package io.spnas.nas.multipath;

/**
 * Temperature of the Gumbel softmax: falls evenly on a logarithmic scale.
 *
 * @param start temperature at the first step after the warm-up
 * @param end temperature at the last step
 * @param first first step after the warm-up, from 0
 * @param last last step, from 0
 */
record Temperature(double start, double end, long first, long last) {

  /** Temperature of a step. */
  double of(long step) {
    double done = last > first ? (double) (step - first) / (last - first) : 1;
    return start * Math.pow(end / start, done);
  }
}
