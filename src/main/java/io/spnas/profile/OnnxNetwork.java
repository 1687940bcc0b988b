package io.spnas.profile;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** A network in ONNX Runtime, with all its optimisations, and images for it. */
public final class OnnxNetwork implements InferenceRuntime.TimedNetwork {
  private final OrtSession session;
  private final OnnxTensor images;

  private OnnxNetwork(RandomNetwork network, int batch, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      this.session = environment.createSession(network.onnx(), options);
    }
    int size = network.shape().inputSize();
    this.images =
        OnnxTensor.createTensor(
            environment,
            FloatBuffer.wrap(RandomNetwork.images(network.shape(), batch)),
            new long[] {batch, 3, size, size});
  }

  /**
   * Makes a network ready to run on the random images of its shape.
   *
   * @param batch images at a time
   * @param threads threads that compute an operation
   */
  public static OnnxNetwork of(RandomNetwork network, int batch, int threads) {
    try {
      return new OnnxNetwork(network, batch, threads);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long run() {
    try {
      long start = System.nanoTime();
      evaluate().close();
      return System.nanoTime() - start;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it once, and gives the logits, [N, classes]. */
  public float[][] logits() {
    try (OrtSession.Result result = evaluate()) {
      return (float[][]) result.get(0).getValue();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private OrtSession.Result evaluate() throws OrtException {
    return session.run(Map.of("image", images), Set.of("logits"));
  }

  @Override
  public void close() {
    try {
      images.close();
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
