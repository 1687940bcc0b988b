package io.spnas.profile;

import io.spnas.space.NetworkShape;

/** Software that runs networks in inference on this machine. */
public interface InferenceRuntime {
  /** Name and version, such as {@code ONNX Runtime 1.22.0}. */
  String name();

  /**
   * Makes a network with random weights ready to run.
   *
   * @param network the network
   * @param batch images at a time
   * @param threads threads that compute them
   */
  TimedNetwork prepare(NetworkShape network, int batch, int threads);

  /** A network that is ready to run on the same random images again and again. */
  interface TimedNetwork extends AutoCloseable {
    /** Runs it once, and tells the time in ns. */
    long run();

    @Override
    void close();
  }
}
