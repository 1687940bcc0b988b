package io.spnas.cli;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.spnas.data.Batch;
import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.engine.InferenceNetwork;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A network and the ONNX file exported from it, on every image of a split.
 *
 * @param images images compared
 * @param correct of these, images whose true class ONNX Runtime puts first
 * @param different images for which ONNX Runtime puts another class first, with the lead that each
 *     of the two gives its own choice
 * @param largest largest difference of a probability
 */
record OnnxAgreement(long images, long correct, List<String> different, double largest) {
  private static final int BATCH = 32;

  /** Runs both. */
  static OnnxAgreement of(byte[] onnx, TrainedModel model, ShardDirectory shards)
      throws IOException, InterruptedException, OrtException {
    int classes = model.shape().classes();
    RankSpec all = new RankSpec(0, 1, BATCH, classes, 0);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(onnx);
        EvaluationBatches batches =
            EvaluationBatches.open(new Configuration(), shards, model.input(), all);
        InferenceNetwork network =
            InferenceNetwork.compile(
                model.shape(), BATCH, 1, model.epsilon(), model.weights(), model.statistics())) {
      long images = 0;
      long correct = 0;
      double largest = 0;
      List<String> different = new ArrayList<>();
      for (Optional<Batch> next = batches.next(); next.isPresent(); next = batches.next()) {
        Batch batch = next.get();
        float[] logits = network.forward(Arrays.copyOf(batch.images(), values(model, BATCH)));
        float[][] others = run(environment, session, batch, model);
        for (int n = 0; n < batch.labels().length; n++) {
          double[] ours = softmax(logits, n * classes, classes);
          double[] theirs = doubles(others[n]);
          for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, Math.abs(ours[c] - theirs[c]));
          }
          if (top(ours) != top(theirs)) {
            different.add(images + n + ": leads " + lead(ours) + " and " + lead(theirs));
          }
          correct += top(theirs) == batch.labels()[n] ? 1 : 0;
        }
        images += batch.labels().length;
      }
      return new OnnxAgreement(images, correct, different, largest);
    }
  }

  private static int values(TrainedModel model, int images) {
    return images * 3 * model.shape().inputSize() * model.shape().inputSize();
  }

  private static float[][] run(
      OrtEnvironment environment, OrtSession session, Batch batch, TrainedModel model)
      throws OrtException {
    int size = model.shape().inputSize();
    int images = batch.labels().length;
    FloatBuffer pixels = FloatBuffer.wrap(pixels(batch.images(), images, model.input()));
    try (OnnxTensor image =
            OnnxTensor.createTensor(environment, pixels, new long[] {images, 3, size, size});
        OrtSession.Result result = session.run(Map.of("image", image))) {
      return (float[][]) result.get("probabilities").orElseThrow().getValue();
    }
  }

  /** What the images were before they were normalised. */
  private static float[] pixels(float[] normalised, int images, InputSpec input) {
    int plane = input.size() * input.size();
    float[] pixels = new float[images * 3 * plane];
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / plane % 3;
      pixels[i] = normalised[i] * input.std()[channel] + input.mean()[channel];
    }
    return pixels;
  }

  private static double[] softmax(float[] logits, int from, int classes) {
    double[] values = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      values[c] = Math.exp(logits[from + c]);
      sum += values[c];
    }
    for (int c = 0; c < classes; c++) {
      values[c] /= sum;
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static int top(double[] values) {
    int top = 0;
    for (int c = 1; c < values.length; c++) {
      top = values[c] > values[top] ? c : top;
    }
    return top;
  }

  private static double lead(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }
}
