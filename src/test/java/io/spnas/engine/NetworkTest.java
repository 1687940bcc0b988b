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
import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;
import io.spnas.space.NetworkShape.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's forward and backward pass against the double-precision twin. */
class NetworkTest {
  private static final double TOLERANCE = 1e-4;

  /** Layers behind which errors of rounding add up, next to the kinks of activations too. */
  private static final Tolerances DEEP = new Tolerances(1e-3, 0.1);

  private static final double EPSILON = 1e-3;
  private static final int CLASSES = 7;
  private static final double SMOOTHING = 0.1;
  private static final int UNEVEN = 24;

  /** Largest relative errors. */
  private record Tolerances(double values, double gradients) {}

  private static NetworkShape shape(int size, int stemStride, int kernel) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, 8, 8, false),
            new MbConv(kernel, 2, 6, 8, 16, false),
            new MbConv(kernel, 1, 6, 16, 16, true),
            new MbConv(kernel, 1, 6, 16, 24, false),
            new MbConv(kernel, 1, 3, 24, 24, true),
            new MbConv(3, 1, 6, 24, 40, false));
    return new NetworkShape(size, 8, stemStride, blocks, 32, CLASSES, Activation.RELU);
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
    assertAgreement(shape(size, stemStride, kernel), batch, threads);
  }

  /** Channels that fill no whole blocks, and a residual around a block without expansion. */
  private static NetworkShape unevenShape(int size, Activation activation) {
    List<MbConv> blocks =
        List.of(
            new MbConv(3, 1, 1, UNEVEN, UNEVEN, true),
            new MbConv(5, 2, 3, UNEVEN, 40, false),
            new MbConv(3, 1, 3, 40, 40, true));
    return new NetworkShape(size, UNEVEN, 1, blocks, 72, CLASSES, activation);
  }

  @ParameterizedTest(name = "{0} px, batch {1}, {2} threads")
  @CsvSource({"14, 2, 2", "13, 1, 1", "10, 2, 1", "7, 1, 2", "8, 2, 3", "5, 3, 2"})
  void agreesWithTheTwinOnUnevenChannels(int size, int batch, int threads) {
    assertAgreement(unevenShape(size, Activation.RELU), batch, threads);
  }

  @ParameterizedTest(name = "{0} px, batch {1}, {2} threads")
  @CsvSource({"10, 2, 1", "7, 2, 2"})
  void agreesWithTheTwinOnRelu6(int size, int batch, int threads) {
    Case test = assertAgreement(unevenShape(size, Activation.RELU6), batch, threads);
    Case unbounded = Case.of(unevenShape(size, Activation.RELU), batch, test.seed);
    assertThat(
            TwinParameters.error(
                floats(test.expected.logits().data()), 0, unbounded.expected.logits().data()))
        .as("what the values beyond 6 change")
        .isGreaterThan(100 * TOLERANCE);
  }

  static List<String> namedNetworks() {
    return NamedNetworks.names();
  }

  /**
   * Kernels, ratios and depth as published. In so deep a network some values always lie so close to
   * a kink that single precision takes the other side, and batch norm over few values makes much of
   * it: a layer that computed something else would still be off by more.
   */
  @ParameterizedTest
  @MethodSource("namedNetworks")
  void namedNetworksTrain(String name) {
    NetworkShape named = NamedNetworks.named(name);
    NetworkShape small =
        new NetworkShape(
            32,
            named.stemChannels(),
            named.stemStride(),
            named.blocks(),
            48,
            CLASSES,
            named.activation());
    assertAgreement(Case.of(small, 6, 1), 2, DEEP);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static Case assertAgreement(NetworkShape shape, int batch, int threads) {
    return assertAgreement(Case.of(shape, batch), threads, new Tolerances(TOLERANCE, TOLERANCE));
  }

  private static Case assertAgreement(Case test, int threads, Tolerances tolerances) {
    NetworkShape shape = test.shape;
    int batch = test.labels.length;
    ParameterLayout layout = ParameterLayout.of(shape);
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
            .isLessThan(tolerances.values);
        assertThat(Math.abs(sums.loss() / batch - test.expected.crossEntropy()))
            .as("cross-entropy")
            .isLessThan(tolerances.values * test.expected.crossEntropy());
        TwinParameters.errors(layout, gradients, test.expected.gradients())
            .forEach((name, error) -> assertThat(error).as(name).isLessThan(tolerances.gradients));
      }
    }
    for (ParameterLayout.Statistic statistic : layout.statistics()) {
      Statistics exact = test.expected.statistics().get(statistic.name());
      int at = statistic.offset();
      assertThat(TwinParameters.error(statistics, at, exact.mean()))
          .as("mean of %s", statistic.name())
          .isLessThan(tolerances.values);
      assertThat(
              TwinParameters.error(statistics, at + statistic.channels(), exact.unbiasedVariance()))
          .as("variance of %s", statistic.name())
          .isLessThan(tolerances.values);
    }
    return test;
  }

  /** Random weights and images, and what the twin makes of them. */
  private record Case(
      NetworkShape shape,
      int seed,
      float[] weights,
      float[] images,
      int[] labels,
      float[] dropout,
      ReferenceSupernet.Result expected,
      double kinkDistance) {

    /** A case in which no value is too close to where the activation's derivative jumps. */
    static Case of(NetworkShape shape, int batch) {
      for (int seed = 1; seed < 100; seed++) {
        Case test = of(shape, batch, seed);
        if (test.kinkDistance > 1e-5) {
          return test;
        }
      }
      throw new AssertionError("no seed whose values keep away from the kink");
    }

    static Case of(NetworkShape shape, int batch, int seed) {
      ReferenceSupernet twin = twin(shape, seed);
      ParameterLayout layout = ParameterLayout.of(shape);
      Random random = new Random(seed);
      int size = shape.inputSize();
      // Scale and shift away from 1 and 0, so that a mix-up shows; and values on both sides of 6.
      double spread = shape.stemChannels() == UNEVEN ? 4 : 1;
      twin.parameters()
          .forEach(
              (name, values) -> {
                if (!name.endsWith(".conv") && !name.endsWith(".weight")) {
                  Arrays.setAll(values, i -> spread * (values[i] + 0.3 * random.nextGaussian()));
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
      return new Case(shape, seed, weights, images, labels, dropout, expected, twin.kinkDistance());
    }
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2})
  void oneNanMakesAllLogitsNan(int threads) {
    // ReLU6 turns a NaN into 6: batch norm's statistics must tell.
    NetworkShape shape = unevenShape(8, Activation.RELU6);
    float[] weights = TwinParameters.flat(ParameterLayout.of(shape), twin(shape, 1).parameters());
    float[] statistics = new float[ParameterLayout.of(shape).statisticValues()];
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    float[] images = new float[3 * 3 * 8 * 8];
    Random random = new Random(1);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] broken = images.clone();
    broken[broken.length - 1] = Float.NaN;
    try (Network network = Network.compile(shape, 3, threads, EPSILON, buffers)) {
      float[] before = network.forward(images, null).clone();
      assertThat(network.forward(broken, null)).containsOnly(Float.NaN);
      assertThat(network.forward(images, null)).isEqualTo(before).doesNotContain(Float.NaN);
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void slicesCoverEveryElementOnceAndAreAsManyAsThreads(int threads) {
    NetworkShape shape = shape(16, 1, 3);
    ParameterLayout layout = ParameterLayout.of(shape);
    float[] weights = new float[layout.parameters()];
    float[] statistics = new float[layout.statisticValues()];
    Buffers buffers = new Buffers(weights, weights.clone(), statistics, 0);
    int[] visits = new int[1000];
    AtomicInteger slices = new AtomicInteger();
    try (Network network = Network.compile(shape, threads, threads, EPSILON, buffers)) {
      network
          .slices()
          .run(
              visits.length,
              (from, to) -> {
                slices.incrementAndGet();
                for (int i = from; i < to; i++) {
                  visits[i]++;
                }
              });
    }
    assertThat(visits).containsOnly(1);
    assertThat(slices).hasValue(threads);
  }
}
