package io.spnas.bench;

import java.util.stream.DoubleStream;

/** The value in the middle, which a few disturbed measurements do not move. */
final class Median {
  private Median() {}

  /** The mean of the two in the middle where there are as many below as above. */
  static double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
