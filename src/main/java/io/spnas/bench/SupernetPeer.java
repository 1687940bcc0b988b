package io.spnas.bench;

import io.spnas.space.NetworkShape;
import java.util.List;

/** This project's own step, as peers' are run. */
public final class SupernetPeer implements Peer {
  @Override
  public String name() {
    return "spnas";
  }

  @Override
  public List<String> variants() {
    return List.of("full step");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the shape is not that of the paper's supernet
   */
  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    if (!shape.equals(SupernetStep.network(shape.inputSize()))) {
      throw new IllegalArgumentException("Invalid shape: " + shape + ", expected the supernet's");
    }
    return new SupernetStep(shape.inputSize(), batch, threads);
  }
}
