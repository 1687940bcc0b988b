package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.engine.ParameterLayout.Statistic;
import io.spnas.reference.ReferenceIndicator;
import io.spnas.reference.ReferenceNorm;
import io.spnas.reference.ReferenceSupernet;
import io.spnas.reference.Tensor4;
import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Evaluation with folded batch norms against the double-precision twin, which folds nothing. */
class InferenceNetworkTest {
  private static final double TOLERANCE = 1e-5;
  private static final double EPSILON = 1e-3;
  private static final int CLASSES = 37;

  private static NetworkShape shape(int size, int stemStride, int kernel, Activation activation) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 16, 16, true),
            new MbConv(kernel, 2, 6, 16, 24, false),
            new MbConv(kernel, 1, 1, 24, 24, true),
            new MbConv(kernel, 1, 3, 24, 24, true),
            new MbConv(3, 2, 3, 24, 40, false),
            new MbConv(kernel, 1, 6, 40, 40, true),
            new MbConv(kernel, 2, 1, 40, 56, false));
    return new NetworkShape(size, 16, stemStride, blocks, 72, CLASSES, activation);
  }

  /** Random weights and statistics, and images. */
  private record Case(
      NetworkShape shape, int batch, float[] weights, float[] statistics, float[] images) {

    static Case of(NetworkShape shape, int batch) {
      ParameterLayout layout = ParameterLayout.of(shape);
      Random random = new Random(shape.inputSize() + batch);
      ReferenceSupernet twin = twin(shape);
      twin.parameters()
          .forEach(
              (name, values) -> {
                if (!name.endsWith(".conv") && !name.endsWith(".weight")) {
                  Arrays.setAll(values, i -> 2 * values[i] + random.nextGaussian());
                }
              });
      float[] images = new float[batch * 3 * shape.inputSize() * shape.inputSize()];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      float[] weights = TwinParameters.flat(layout, twin.parameters());
      float[] statistics = batchStatistics(shape, batch, weights, images);
      disturb(layout, statistics, random);
      return new Case(shape, batch, weights, statistics, images);
    }

    /**
     * Changes statistics, but not beyond what values may have: far from it errors of rounding grow
     * from layer to layer.
     */
    private static void disturb(ParameterLayout layout, float[] statistics, Random random) {
      for (Statistic statistic : layout.statistics()) {
        for (int mean = statistic.offset();
            mean < statistic.offset() + statistic.channels();
            mean++) {
          int variance = mean + statistic.channels();
          statistics[mean] +=
              (float) (0.3 * random.nextGaussian() * Math.sqrt(statistics[variance]));
          statistics[variance] *= (float) Math.exp(0.3 * random.nextGaussian());
        }
      }
    }

    private static ReferenceSupernet twin(NetworkShape shape) {
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
              0,
              ReferenceNorm.RMS,
              ReferenceIndicator.STEP),
          1);
    }

    /** Logits by the twin. */
    double[] expected() {
      ParameterLayout layout = ParameterLayout.of(shape);
      ReferenceSupernet twin = twin(shape);
      TwinParameters.read(layout, weights, twin.parameters());
      Map<String, double[]> means = new HashMap<>();
      Map<String, double[]> variances = new HashMap<>();
      for (Statistic statistic : layout.statistics()) {
        int at = statistic.offset();
        int end = at + statistic.channels();
        means.put(statistic.name(), doubles(Arrays.copyOfRange(statistics, at, end)));
        variances.put(
            statistic.name(),
            doubles(Arrays.copyOfRange(statistics, end, end + statistic.channels())));
      }
      int size = shape.inputSize();
      Tensor4 input = new Tensor4(doubles(images), batch, 3, size, size);
      return twin.evaluate(input, means, variances).data();
    }

    InferenceNetwork compile(int threads) {
      return InferenceNetwork.compile(shape, batch, threads, EPSILON, weights, statistics);
    }

    float[] logits(int threads) {
      try (InferenceNetwork network = compile(threads)) {
        return network.forward(images).clone();
      }
    }
  }

  /** Means and unbiased variances of a batch. */
  private static float[] batchStatistics(
      NetworkShape shape, int batch, float[] weights, float[] images) {
    float[] statistics = new float[ParameterLayout.of(shape).statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network training = Network.compile(shape, batch, 1, EPSILON, buffers)) {
      training.forward(images, null);
    }
    return statistics;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  @ParameterizedTest(name = "{0} px, stem stride {1}, kernel {2}, {3}, batch {4}, {5} threads")
  @CsvSource({
    "32, 2, 3, RELU, 1, 1",
    "32, 1, 5, RELU, 1, 2",
    "32, 2, 7, RELU6, 1, 3",
    "37, 2, 7, RELU6, 2, 1",
    "37, 1, 3, RELU6, 3, 2",
    "45, 1, 5, RELU, 2, 2",
    "33, 2, 7, RELU, 11, 2",
    "51, 2, 5, RELU6, 5, 3",
    "64, 2, 7, RELU6, 2, 5"
  })
  void agreesWithTheTwin(
      int size, int stemStride, int kernel, Activation activation, int batch, int threads) {
    Case test = Case.of(shape(size, stemStride, kernel, activation), batch);
    double[] expected = test.expected();
    try (InferenceNetwork network = test.compile(threads)) {
      // Twice: whatever the first pass leaves behind must not show in the second.
      for (int pass = 0; pass < 2; pass++) {
        assertThat(TwinParameters.error(network.forward(test.images), 0, expected))
            .isLessThan(TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6})
  void threadsWithImagesOfTheirOwnGiveTheBitsOfOneThread(int threads) {
    Case test = Case.of(shape(32, 2, 5, Activation.RELU6), 12);
    assertThat(test.logits(threads)).isEqualTo(test.logits(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void threadsThatShareAnImageRoundOtherwiseAtMost(int threads) {
    Case test = Case.of(shape(37, 1, 5, Activation.RELU6), 1);
    double error = TwinParameters.error(test.logits(threads), 0, doubles(test.logits(1)));
    assertThat(error).isLessThan(1e-6);
  }

  /** Evaluation with a batch's own statistics is what training computes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void agreesWithTrainingOnTheBatchsOwnStatistics(int threads) {
    Case test = Case.of(shape(40, 2, 5, Activation.RELU6), 6);
    ParameterLayout layout = ParameterLayout.of(test.shape);
    float[] statistics = new float[layout.statisticValues()];
    float[] gradients = new float[layout.parameters()];
    Buffers buffers = new Buffers(test.weights, gradients, statistics, 0);
    float[] expected;
    try (Network training = Network.compile(test.shape, test.batch, threads, EPSILON, buffers)) {
      expected = training.forward(test.images, null).clone();
    }
    Case own =
        new Case(test.shape, test.batch, test.weights, biased(test, statistics), test.images);
    assertThat(TwinParameters.error(own.logits(threads), 0, doubles(expected)))
        .isLessThan(TOLERANCE);
    assertThat(TwinParameters.error(test.logits(threads), 0, doubles(expected)))
        .as("what other statistics change")
        .isGreaterThan(100 * TOLERANCE);
  }

  /** Variances that training normalises with, of those that moving averages take. */
  private static float[] biased(Case test, float[] statistics) {
    float[] biased = statistics.clone();
    List<Unit> units = Unit.of(test.shape, Lanes.BLOCK);
    for (Statistic statistic : ParameterLayout.of(test.shape).statistics()) {
      Unit unit =
          units.stream()
              .filter(each -> statistic.name().equals(each.name() + ".bn"))
              .findFirst()
              .orElseThrow();
      double count = (double) test.batch * unit.shape().out().pixels();
      int at = statistic.offset() + statistic.channels();
      for (int i = at; i < at + statistic.channels(); i++) {
        biased[i] *= (count - 1) / count;
      }
    }
    return biased;
  }

  @ParameterizedTest(name = "{0} threads, {1}")
  @CsvSource({"1, NaN", "2, NaN", "2, Infinity", "3, -Infinity"})
  void anImageThatHoldsNoNumberHasNoLogits(int threads, float value) {
    Case test = Case.of(shape(33, 2, 3, Activation.RELU6), 4);
    float[] broken = test.images.clone();
    broken[broken.length - 1] = value;
    int sound = 3 * CLASSES;
    try (InferenceNetwork network = test.compile(threads)) {
      float[] before = network.forward(test.images).clone();
      float[] logits = network.forward(broken);
      assertThat(Arrays.copyOfRange(logits, sound, logits.length)).containsOnly(Float.NaN);
      assertThat(Arrays.copyOf(logits, sound)).isEqualTo(Arrays.copyOf(before, sound));
      assertThat(network.forward(test.images)).isEqualTo(before).doesNotContain(Float.NaN);
    }
  }

  @Test
  void aWeightThatIsNoNumberMakesAllLogitsNan() {
    Case test = Case.of(shape(32, 2, 3, Activation.RELU), 2);
    test.weights[100] = Float.NaN;
    assertThat(test.logits(2)).containsOnly(Float.NaN);
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    Case test = Case.of(shape(32, 2, 3, Activation.RELU), 2);
    assertThatThrownBy(
            () ->
                InferenceNetwork.compile(test.shape, 2, 1, EPSILON, new float[1], test.statistics))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("weights: 1, expected " + test.weights.length);
    try (InferenceNetwork network = test.compile(1)) {
      assertThatThrownBy(() -> network.forward(new float[7]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("images: 7, expected " + test.images.length);
    }
  }
}
