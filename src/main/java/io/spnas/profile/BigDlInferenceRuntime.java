package io.spnas.profile;

import io.spnas.engine.InferenceNetwork;
import io.spnas.space.NetworkShape;

/** This project's own evaluation, on BigDL's MKL-DNN. */
final class BigDlInferenceRuntime implements InferenceRuntime {
  @Override
  public String name() {
    return "BigDL 0.13.0";
  }

  @Override
  public TimedNetwork prepare(NetworkShape network, int batch, int threads) {
    RandomNetwork random = RandomNetwork.of(network);
    float[] images = RandomNetwork.images(network, batch);
    InferenceNetwork inference =
        InferenceNetwork.compile(
            network, batch, threads, random.epsilon(), random.weights(), random.statistics());
    return new TimedNetwork() {
      @Override
      public long run() {
        long start = System.nanoTime();
        inference.forward(images);
        return System.nanoTime() - start;
      }

      @Override
      public void close() {
        inference.close();
      }
    };
  }
}
