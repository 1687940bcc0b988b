package io.spnas.profile;

import ai.onnxruntime.OrtEnvironment;
import io.spnas.config.InvalidInputException;
import io.spnas.space.NetworkShape;

/**
 * ONNX Runtime on the CPU, which devices use too, on the exported model with folded batch norms.
 */
final class OnnxInferenceRuntime implements InferenceRuntime {
  /** Where Maven and Spark find it. */
  private static final String COORDINATES = "com.microsoft.onnxruntime:onnxruntime:1.22.0";

  private final String version;

  private OnnxInferenceRuntime(String version) {
    this.version = version;
  }

  /**
   * The runtime on the class path.
   *
   * @throws InvalidInputException if there is none, or this machine can't load it
   */
  static OnnxInferenceRuntime load() {
    try {
      return new OnnxInferenceRuntime(OrtEnvironment.getEnvironment().getVersion());
    } catch (LinkageError e) {
      throw new InvalidInputException(
          "--runtime onnx: cannot load ONNX Runtime (%s), expected it on the class path: spark-submit"
              + " --packages %s adds it",
          String.valueOf(e.getMessage()).split("\\R", 2)[0], COORDINATES);
    }
  }

  @Override
  public String name() {
    return "ONNX Runtime " + version;
  }

  @Override
  public OnnxNetwork prepare(NetworkShape network, int batch, int threads) {
    return OnnxNetwork.of(RandomNetwork.of(network), batch, threads);
  }
}
