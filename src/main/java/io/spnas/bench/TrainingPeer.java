package io.spnas.bench;

import io.spnas.space.NetworkShape;
import java.util.List;

/** This project's own training step, as peers' are run. */
public final class TrainingPeer implements Peer {
  @Override
  public String name() {
    return "spnas";
  }

  @Override
  public List<String> variants() {
    return List.of("full step");
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    return TimedStep.of(shape, batch, threads);
  }
}
