package io.spnas.profile;

import io.spnas.config.InvalidInputException;

/** Which software runs networks. */
public enum RuntimeKind {
  /** ONNX Runtime, the library that devices use. */
  ONNX,
  /** This project's own evaluation, on BigDL's MKL-DNN. */
  BIGDL;

  /**
   * The runtime, ready to prepare networks.
   *
   * @throws InvalidInputException if it is not on the class path, or this machine can't load it
   */
  public InferenceRuntime open() {
    return switch (this) {
      case ONNX -> OnnxInferenceRuntime.load();
      case BIGDL -> new BigDlInferenceRuntime();
    };
  }
}
