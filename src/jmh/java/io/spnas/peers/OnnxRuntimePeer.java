package io.spnas.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.spnas.bench.Peer;
import io.spnas.bench.StepTime;
import io.spnas.data.Flip;
import io.spnas.data.InputSpec;
import io.spnas.engine.BatchNorm;
import io.spnas.engine.InferenceNetwork;
import io.spnas.profile.RandomNetwork;
import io.spnas.report.export.OnnxExport;
import io.spnas.space.NetworkShape;
import io.spnas.train.TrainedModel;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

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
    try {
      OnnxStep step = new OnnxStep(network, batch, threads);
      step.requireEqual(ours(network, batch));
      return step;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
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

  /** A model without preparation of its input: mean 0, deviation 1. */
  private static byte[] model(RandomNetwork network) {
    int size = network.shape().inputSize();
    InputSpec input =
        new InputSpec(size, new float[3], new float[] {1, 1, 1}, 1, 1, Flip.NONE, 1, 1, 1, size);
    List<String> labels =
        IntStream.range(0, network.shape().classes()).mapToObj(Integer::toString).toList();
    TrainedModel model =
        new TrainedModel(
            network.shape(),
            network.weights(),
            network.statistics(),
            network.epsilon(),
            input,
            labels);
    return OnnxExport.write(model, BatchNorm.FOLDED);
  }

  private static final class OnnxStep implements Step {
    private final OrtSession session;
    private final OnnxTensor images;

    OnnxStep(RandomNetwork network, int batch, int threads) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        this.session = environment.createSession(model(network), options);
      }
      int size = network.shape().inputSize();
      this.images =
          OnnxTensor.createTensor(
              environment,
              FloatBuffer.wrap(RandomNetwork.images(network.shape(), batch)),
              new long[] {batch, 3, size, size});
    }

    private OrtSession.Result evaluate() throws OrtException {
      return session.run(Map.of("image", images), Set.of("logits"));
    }

    /** Refuses logits that are not ours. */
    void requireEqual(float[] expected) throws OrtException {
      double difference = 0;
      double length = 0;
      try (OrtSession.Result result = evaluate()) {
        int i = 0;
        for (float[] image : (float[][]) result.get(0).getValue()) {
          for (float logit : image) {
            difference += Math.pow(logit - expected[i], 2);
            length += Math.pow(expected[i++], 2);
          }
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
      try {
        long start = System.nanoTime();
        evaluate().close();
        return new StepTime((System.nanoTime() - start) / 1e6, 0, 0, 0);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
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
}
