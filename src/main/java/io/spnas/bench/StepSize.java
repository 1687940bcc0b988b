package io.spnas.bench;

/**
 * How much a step computes, and with what.
 *
 * @param network name of the network; see {@link BenchNetworks}
 * @param size height and width of the images
 * @param batch images a step
 * @param threads threads that compute it
 */
public record StepSize(String network, int size, int batch, int threads) {
  /** A step of the supernet. */
  public StepSize(int size, int batch, int threads) {
    this(BenchNetworks.SUPERNET, size, batch, threads);
  }
}
