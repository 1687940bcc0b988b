package io.spnas.profile;

import io.spnas.config.Settings;
import io.spnas.data.Flip;
import io.spnas.data.InputSpec;
import io.spnas.engine.BatchNorm;
import io.spnas.engine.Buffers;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.report.export.OnnxExport;
import io.spnas.space.NetworkShape;
import io.spnas.train.TrainedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A network with random weights, and statistics of random images, so that values keep the size that
 * they have in a trained network. Equal for equal shapes.
 *
 * @param shape the network
 * @param weights its weights, in the order of the {@link ParameterLayout}
 * @param statistics batch norm's means and variances, in the same order
 * @param epsilon what batch norm adds to the variance
 */
public record RandomNetwork(
    NetworkShape shape, float[] weights, float[] statistics, double epsilon) {
  private static final int SEED = 1;
  private static final int STATISTICS_BATCH = 4;

  /** The network of a shape. */
  public static RandomNetwork of(NetworkShape shape) {
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = new float[layout.parameters()];
    SplittableRandom random = new SplittableRandom(SEED);
    layout.slots().forEach(slot -> fill(slot, weights, random));
    float[] statistics = new float[layout.statisticValues()];
    double epsilon = Settings.load(Optional.empty(), List.of()).model().bnEpsilon();
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network = Network.compile(shape, STATISTICS_BATCH, 1, epsilon, buffers)) {
      network.forward(images(shape, STATISTICS_BATCH), null);
    }
    return new RandomNetwork(shape, weights, statistics, epsilon);
  }

  private static void fill(Slot slot, float[] weights, SplittableRandom random) {
    int end = slot.offset() + slot.length();
    switch (slot.kind()) {
      case BATCH_NORM -> Arrays.fill(weights, slot.offset(), slot.offset() + slot.length() / 2, 1f);
      case CLASSIFIER_BIAS -> Arrays.fill(weights, slot.offset(), end, 0f);
      default -> {
        // What keeps the variance of a layer's output that of its input (He et al. 2015).
        double deviation = Math.sqrt(2.0 * slot.shape().get(0) / slot.length());
        for (int i = slot.offset(); i < end; i++) {
          weights[i] = (float) (deviation * random.nextGaussian());
        }
      }
    }
  }

  /** Random images, [N, 3, S, S]. */
  public static float[] images(NetworkShape shape, int batch) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] images = new float[batch * 3 * shape.inputSize() * shape.inputSize()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble(-2, 2);
    }
    return images;
  }

  /**
   * The network as an ONNX model with folded batch norms: input {@code image} [N, 3, S, S], output
   * {@code logits} [N, classes]. Its images are taken as they are: mean 0, deviation 1.
   */
  public byte[] onnx() {
    int size = shape.inputSize();
    InputSpec input =
        new InputSpec(size, new float[3], new float[] {1, 1, 1}, 1, 1, Flip.NONE, 1, 1, 1, size);
    List<String> labels = IntStream.range(0, shape.classes()).mapToObj(Integer::toString).toList();
    return OnnxExport.write(
        new TrainedModel(shape, weights, statistics, epsilon, input, labels), BatchNorm.FOLDED);
  }
}
