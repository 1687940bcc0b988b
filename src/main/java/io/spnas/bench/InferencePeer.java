package io.spnas.bench;

import io.spnas.engine.InferenceNetwork;
import io.spnas.profile.RandomNetwork;
import io.spnas.space.NetworkShape;
import java.util.List;

/** This project's own evaluation, as peers' are run. */
public final class InferencePeer implements Peer {
  @Override
  public String name() {
    return "spnas";
  }

  @Override
  public Work work() {
    return Work.EVALUATION;
  }

  @Override
  public List<String> variants() {
    return List.of("batch norm folded");
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    float[] images = RandomNetwork.images(shape, batch);
    RandomNetwork random = RandomNetwork.of(shape);
    InferenceNetwork network =
        InferenceNetwork.compile(
            shape, batch, threads, random.epsilon(), random.weights(), random.statistics());
    return new Step() {
      @Override
      public StepTime run() {
        long start = System.nanoTime();
        network.forward(images);
        return new StepTime((System.nanoTime() - start) / 1e6, 0, 0, 0);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }
}
