package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.reference.BatchNorm.Statistics;
import io.spnas.reference.ReferenceIndicator;
import io.spnas.reference.ReferenceNorm;
import io.spnas.reference.ReferenceSupernet;
import io.spnas.reference.RuntimeModel;
import io.spnas.reference.Tensor4;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's forward and backward pass against the double-precision twin. */
class NetworkTest {
  private static final double TOLERANCE = 1e-4;
  private static final double EPSILON = 1e-3;
  private static final int CLASSES = 7;
  private static final double SMOOTHING = 0.1;

  private static NetworkShape shape(int size, int stemStride, int kernel) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 8, 8, false),
            new MbConv(kernel, 2, 6, 8, 16, false),
            new MbConv(kernel, 1, 6, 16, 16, true),
            new MbConv(kernel, 1, 6, 16, 24, false),
            new MbConv(kernel, 1, 3, 24, 24, true),
            new MbConv(3, 1, 6, 24, 40, false));
    return new NetworkShape(size, 8, stemStride, blocks, 32, CLASSES, NetworkShape.Activation.RELU);
  }

  private static ReferenceSupernet twin(NetworkShape shape, long seed) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < shape.blocks().size(); i++) {
      layers.add(new Layer(i, shape.blocks().get(i), false, false));
    }
    return new ReferenceSupernet(
        layers,
        new ReferenceSupernet.Settings(
            shape.stemChannels(),
            shape.stemStride(),
            shape.headChannels(),
            shape.classes(),
            shape.activation(),
            EPSILON,
            SMOOTHING,
            ReferenceNorm.RMS,
            ReferenceIndicator.STEP),
        seed);
  }

  @ParameterizedTest(name = "{0} px, stem stride {1}, kernel {2}, batch {3}, {4} threads")
  @CsvSource({
    "16, 1, 5, 4, 1",
    "16, 2, 5, 4, 2",
    "26, 2, 5, 3, 1",
    "13, 1, 5, 2, 2",
    "10, 1, 3, 4, 1",
    "20, 1, 3, 4, 2",
    "14, 1, 7, 2, 1",
    "4, 2, 5, 4, 1",
    "3, 1, 3, 8, 1"
  })
  void agreesWithTheTwin(int size, int stemStride, int kernel, int batch, int threads) {
    NetworkShape shape = shape(size, stemStride, kernel);
    ParameterLayout layout = ParameterLayout.of(shape);
    Case test = Case.of(shape, layout, batch);
    float[] gradients = new float[layout.parameters()];
    float[] statistics = new float[layout.statisticValues()];
    try (Network network =
        Network.compile(
            shape, batch, threads, EPSILON, new Buffers(test.weights, gradients, statistics, 0))) {
      // Twice: whatever the first pass leaves behind must not show in the second.
      for (int pass = 0; pass < 2; pass++) {
        float[] logits = network.forward(test.images, test.dropout).clone();
        float[] logitGradient = new float[logits.length];
        SoftmaxCrossEntropy.Sums sums =
            new SoftmaxCrossEntropy(CLASSES, SMOOTHING)
                .evaluate(logits, test.labels, logitGradient);
        network.backward(logitGradient, test.dropout);

        assertThat(TwinParameters.error(logits, 0, test.expected.logits().data()))
            .as("logits")
            .isLessThan(TOLERANCE);
        assertThat(Math.abs(sums.loss() / batch - test.expected.crossEntropy()))
            .as("cross-entropy")
            .isLessThan(TOLERANCE * test.expected.crossEntropy());
        TwinParameters.errors(layout, gradients, test.expected.gradients())
            .forEach((name, error) -> assertThat(error).as(name).isLessThan(TOLERANCE));
      }
    }
    for (ParameterLayout.Statistic statistic : layout.statistics()) {
      Statistics exact = test.expected.statistics().get(statistic.name());
      int at = statistic.offset();
      assertThat(TwinParameters.error(statistics, at, exact.mean()))
          .as("mean of %s", statistic.name())
          .isLessThan(TOLERANCE);
      assertThat(
              TwinParameters.error(statistics, at + statistic.channels(), exact.unbiasedVariance()))
          .as("variance of %s", statistic.name())
          .isLessThan(TOLERANCE);
    }
  }

  /** Random weights and images, and what the twin makes of them. */
  private record Case(
      float[] weights,
      float[] images,
      int[] labels,
      float[] dropout,
      ReferenceSupernet.Result expected) {

    /** A case in which no value is too close to where ReLU's derivative jumps. */
    static Case of(NetworkShape shape, ParameterLayout layout, int batch) {
      for (int seed = 1; seed < 100; seed++) {
        ReferenceSupernet twin = twin(shape, seed);
        Case test = of(shape, layout, batch, twin, new Random(seed));
        if (twin.kinkDistance() > 1e-5) {
          return test;
        }
      }
      throw new AssertionError("no seed whose values keep away from the kink");
    }

    private static Case of(
        NetworkShape shape,
        ParameterLayout layout,
        int batch,
        ReferenceSupernet twin,
        Random random) {
      int size = shape.inputSize();
      // Scale and shift away from 1 and 0, so that a mix-up shows.
      twin.parameters()
          .forEach(
              (name, values) -> {
                if (!name.endsWith(".conv") && !name.endsWith(".weight")) {
                  Arrays.setAll(values, i -> values[i] + 0.3 * random.nextGaussian());
                }
              });
      float[] weights = TwinParameters.flat(layout, twin.parameters());
      float[] images = new float[batch * 3 * size * size];
      double[] exactImages = new double[images.length];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
        exactImages[i] = images[i];
      }
      int[] labels = random.ints(batch, 0, CLASSES).toArray();
      float[] dropout = new float[batch * shape.headChannels()];
      double[] exactDropout = new double[dropout.length];
      for (int i = 0; i < dropout.length; i++) {
        dropout[i] = random.nextInt(4) == 0 ? 0f : 1.25f;
        exactDropout[i] = dropout[i];
      }
      Tensor4 input = new Tensor4(exactImages, batch, 3, size, size);
      ReferenceSupernet.Result expected =
          twin.run(input, labels, exactDropout, null, 0, RuntimeModel.NONE);
      return new Case(weights, images, labels, dropout, expected);
    }
  }

  @Test
  void weightsAreOnlyRead() {
    NetworkShape shape = shape(16, 2, 5);
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = TwinParameters.flat(layout, twin(shape, 1).parameters());
    float[] before = weights.clone();
    float[] statistics = new float[layout.statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network = Network.compile(shape, 2, 1, EPSILON, buffers)) {
      network.forward(new float[2 * 3 * 16 * 16], null);
      network.backward(new float[2 * CLASSES], null);
    }
    assertThat(weights).isEqualTo(before);
  }

  @Test
  void layoutNamesEveryParameterOfTheTwin() {
    NetworkShape shape = shape(16, 2, 5);
    Map<String, double[]> twin = twin(shape, 1).parameters();
    int twinParameters = twin.values().stream().mapToInt(values -> values.length).sum();
    assertThat(ParameterLayout.of(shape).parameters()).isEqualTo(twinParameters);
  }
}
