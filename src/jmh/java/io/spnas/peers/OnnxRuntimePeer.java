package io.spnas.peers;

import ai.onnxruntime.OrtEnvironment;
import io.spnas.bench.Peer;
import io.spnas.bench.StepTime;
import io.spnas.engine.InferenceNetwork;
import io.spnas.profile.OnnxNetwork;
import io.spnas.profile.RandomNetwork;
import io.spnas.space.NetworkShape;
import java.util.List;

/**
 * ONNX Runtime on the CPU, with all its optimisations, on the exported model with folded batch
 * norms. That it computes the same logits is checked before anything is measured.
 */
public final class OnnxRuntimePeer implements Peer {
  private static final double TOLERANCE = 1e-3;

  @Override
  public String name() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public Work work() {
    return Work.EVALUATION;
  }

  @Override
  public List<String> variants() {
    return List.of("CPU, all optimisations");
  }

  @Override
  public Step prepare(String variant, NetworkShape shape, int batch, int threads) {
    RandomNetwork network = RandomNetwork.of(shape);
    OnnxStep step = new OnnxStep(OnnxNetwork.of(network, batch, threads));
    step.requireEqual(ours(network, batch));
    return step;
  }

  private static float[] ours(RandomNetwork network, int batch) {
    try (InferenceNetwork inference =
        InferenceNetwork.compile(
            network.shape(),
            batch,
            1,
            network.epsilon(),
            network.weights(),
            network.statistics())) {
      return inference.forward(RandomNetwork.images(network.shape(), batch)).clone();
    }
  }

  private static final class OnnxStep implements Step {
    private final OnnxNetwork network;

    OnnxStep(OnnxNetwork network) {
      this.network = network;
    }

    /** Refuses logits that are not ours. */
    void requireEqual(float[] expected) {
      double difference = 0;
      double length = 0;
      int i = 0;
      for (float[] image : network.logits()) {
        for (float logit : image) {
          difference += Math.pow(logit - expected[i], 2);
          length += Math.pow(expected[i++], 2);
        }
      }
      double error = Math.sqrt(difference / length);
      if (!(error < TOLERANCE)) {
        throw new IllegalStateException(
            "ONNX Runtime's logits differ from ours by a share of " + error);
      }
    }

    @Override
    public StepTime run() {
      return new StepTime(network.run() / 1e6, 0, 0, 0);
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
