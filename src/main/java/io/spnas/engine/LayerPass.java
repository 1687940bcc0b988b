package io.spnas.engine;

/**
 * One direction of a layer: how long it took, and what it had to do.
 *
 * @param milliseconds time in ms
 * @param operations multiplications and additions of the convolution
 * @param bytes what must be moved at least: activations and gradients, each read or written once
 */
public record LayerPass(double milliseconds, double operations, double bytes) {
  /** Nothing done in no time. */
  public static final LayerPass NONE = new LayerPass(0, 0, 0);

  /** Operations a second, in GFLOP/s; 0 where there is nothing to do. */
  public double gflops() {
    return rate(operations);
  }

  /** Bytes a second, in GB/s; 0 where there is nothing to do. */
  public double gigabytesPerSecond() {
    return rate(bytes);
  }

  private double rate(double amount) {
    return amount == 0 ? 0 : amount / milliseconds / 1e6;
  }

  /** One after the other. */
  public LayerPass plus(LayerPass other) {
    return new LayerPass(
        milliseconds + other.milliseconds, operations + other.operations, bytes + other.bytes);
  }

  /** The one that took less time. */
  public LayerPass best(LayerPass other) {
    return other.milliseconds < milliseconds ? other : this;
  }
}
