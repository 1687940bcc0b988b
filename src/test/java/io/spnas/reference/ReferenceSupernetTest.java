package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.space.Layer;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSupernetTest {
  private static final int BATCH = 3;
  private static final int HEAD = 12;
  private static final int CLASSES = 5;
  private static final int[] LABELS = {4, 0, 2};
  private static final double LAMBDA = 0.002;
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};

  /** Fixed, first of a group, later of a group, fixed: every kind of layer. */
  private static final List<Layer> LAYERS =
      List.of(
          new Layer(0, new MbConv(3, 1, 1, 4, 4, false), false, false),
          new Layer(1, new MbConv(5, 2, 6, 4, 6, false), true, false),
          new Layer(2, new MbConv(5, 1, 6, 6, 6, true), true, true),
          new Layer(3, new MbConv(3, 1, 6, 6, 8, false), false, false));

  private static final RuntimeModel RUNTIME =
      ReferenceRuntime.exact(20, new double[][] {{4, 9, 6, 12}, {2, 4, 2.5, 5}});

  private final Random random = new Random(17);
  private final Tensor4 images = new Tensor4(normals(random, BATCH * 3 * 49), BATCH, 3, 7, 7);
  private final double[] dropoutMask =
      random.doubles(BATCH * HEAD).map(u -> u < 0.8 ? 1 / 0.8 : 0).toArray();

  @Test
  void parametersAreNamedInTheOrderOfTheNetwork() {
    Map<String, double[]> parameters = network(LAYERS.subList(0, 2)).parameters();

    assertThat(parameters.keySet())
        .containsExactly(
            "stem.conv",
            "stem.bn.gamma",
            "stem.bn.beta",
            "block0.depthwise.conv",
            "block0.depthwise.bn.gamma",
            "block0.depthwise.bn.beta",
            "block0.project.conv",
            "block0.project.bn.gamma",
            "block0.project.bn.beta",
            "block1.expand.conv",
            "block1.expand.bn.gamma",
            "block1.expand.bn.beta",
            "block1.depthwise.conv",
            "block1.depthwise.bn.gamma",
            "block1.depthwise.bn.beta",
            "block1.project.conv",
            "block1.project.bn.gamma",
            "block1.project.bn.beta",
            "head.conv",
            "head.bn.gamma",
            "head.bn.beta",
            "classifier.weight",
            "classifier.bias");
    assertThat(parameters.get("stem.conv")).hasSize(4 * 3 * 9);
    assertThat(parameters.get("block0.depthwise.conv")).hasSize(4 * 9);
    assertThat(parameters.get("block1.expand.conv")).hasSize(24 * 4);
    assertThat(parameters.get("block1.depthwise.conv")).hasSize(24 * 25);
    assertThat(parameters.get("block1.project.conv")).hasSize(6 * 24);
    assertThat(parameters.get("head.conv")).hasSize(HEAD * 6);
    assertThat(parameters.get("classifier.weight")).hasSize(CLASSES * HEAD);
  }

  @Test
  void gradientsAndStatisticsGoByTheParametersNames() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result result = net.run(images, LABELS, null, null, LAMBDA, RUNTIME);

    assertThat(result.gradients().keySet()).containsExactlyElementsOf(net.parameters().keySet());
    net.parameters()
        .forEach((name, values) -> assertThat(result.gradients().get(name)).hasSameSizeAs(values));
    assertThat(result.thresholdGradients()).hasDimensions(2, 3);
    assertThat(result.statistics().keySet())
        .containsExactly(
            "stem.bn",
            "block0.depthwise.bn",
            "block0.project.bn",
            "block1.expand.bn",
            "block1.depthwise.bn",
            "block1.project.bn",
            "block2.expand.bn",
            "block2.depthwise.bn",
            "block2.project.bn",
            "block3.expand.bn",
            "block3.depthwise.bn",
            "block3.project.bn",
            "head.bn");
  }

  @ParameterizedTest
  @CsvSource({
    "RMS, RELU, 1, 1", "L2, RELU, 1, 1", "SQUARED, RELU, 1, 1",
    "RMS, RELU6, 2, 1", "RMS, RELU, 2, 1.6667", "L2, RELU6, 2, 1.6667"
  })
  void gradientsOfTheSmoothSupernetAreExact(
      ReferenceNorm norm, NetworkShape.Activation activation, int stemStride, double kept) {
    ReferenceSupernet net =
        network(LAYERS, activation, stemStride, norm, ReferenceIndicator.SIGMOID);
    double[][] decisionDropout = {{kept, 1, kept}, {kept, kept, kept}};
    ReferenceSupernet.Result start =
        net.run(images, LABELS, dropoutMask, decisionDropout, LAMBDA, RUNTIME);
    for (int l = 0; l < 2; l++) {
      for (int i = 0; i < 3; i++) {
        net.thresholds()[l][i] += start.arguments()[l][i] + random.nextGaussian();
      }
    }

    assertGradients(net, dropoutMask, decisionDropout, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, true",
    "true, true, false",
    "false, true, true",
    "false, true, false",
    "true, false, true"
  })
  void gradientsOfSettledDecisionsAreExact(boolean wide, boolean present, boolean all) {
    ReferenceSupernet net = network(LAYERS);
    settle(net, wide, present, all);

    assertGradients(net, dropoutMask, null, 1);
  }

  @ParameterizedTest
  @CsvSource({"true, true, 5, 6", "true, false, 5, 3", "false, true, 3, 6", "false, false, 3, 3"})
  void aDecidedSupernetIsTheNetworkOfItsOperations(
      boolean wide, boolean all, int kernel, int expansion) {
    ReferenceSupernet supernet = network(LAYERS);
    settle(supernet, wide, true, all);
    ReferenceSupernet derived =
        network(
            LAYERS.stream()
                .map(layer -> layer.searchable() ? fixed(layer, kernel, expansion) : layer)
                .toList());
    supernet
        .parameters()
        .forEach(
            (name, values) ->
                derived.parameters().put(name, sliced(name, values, kernel, expansion)));

    ReferenceSupernet.Result expected =
        derived.run(images, LABELS, dropoutMask, null, 0, RuntimeModel.NONE);
    ReferenceSupernet.Result actual =
        supernet.run(images, LABELS, dropoutMask, null, LAMBDA, RUNTIME);

    assertThat(actual.logits().data()).containsExactly(expected.logits().data(), within(1e-11));
    assertThat(actual.crossEntropy()).isCloseTo(expected.crossEntropy(), within(1e-12));
    assertThat(actual.gradients().get("stem.conv"))
        .containsExactly(expected.gradients().get("stem.conv"), within(1e-11));
  }

  @Test
  void aSkippedLayerAddsTheShiftOfItsLastNormalisation() {
    ReferenceSupernet supernet = network(LAYERS);
    settle(supernet, true, false, true);
    Arrays.fill(supernet.parameters().get("block2.project.bn.beta"), 0);
    ReferenceSupernet without =
        network(List.of(LAYERS.get(0), fixed(LAYERS.get(1), 5, 6), LAYERS.get(3)));
    without.parameters().replaceAll((name, values) -> supernet.parameters().get(name));

    ReferenceSupernet.Result expected =
        without.run(images, LABELS, null, null, 0, RuntimeModel.NONE);
    ReferenceSupernet.Result actual = supernet.run(images, LABELS, null, null, LAMBDA, RUNTIME);

    assertThat(actual.indicators()[1]).containsExactly(1, 0, 1);
    assertThat(actual.statistics().get("block2.depthwise.bn").variance()).containsOnly(0);
    assertThat(actual.logits().data()).containsExactly(expected.logits().data(), within(1e-11));
  }

  @Test
  void runtimeLossIsLambdaTimesAThousandLogarithms() {
    ReferenceSupernet net = network(LAYERS);
    settle(net, true, true, false);

    ReferenceSupernet.Result result = net.run(images, LABELS, null, null, LAMBDA, RUNTIME);

    assertThat(result.runtimeMs()).isCloseTo(20 + 6 + 2.5, within(1e-12));
    assertThat(result.runtimeLoss())
        .isCloseTo(LAMBDA * 1000 * Math.log(20 + 6 + 2.5), within(1e-12));
    assertThat(result.loss()).isEqualTo(result.crossEntropy() + result.runtimeLoss());
  }

  @Test
  void lambdaOfZeroLeavesCrossEntropysGradients() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result with = net.run(images, LABELS, null, null, LAMBDA, RUNTIME);
    ReferenceSupernet.Result off = net.run(images, LABELS, null, null, 0, RUNTIME);
    ReferenceSupernet.Result none = net.run(images, LABELS, null, null, LAMBDA, RuntimeModel.NONE);

    assertThat(off.thresholdGradients()).isDeepEqualTo(none.thresholdGradients());
    assertThat(with.thresholdGradients()[0][0]).isLessThan(off.thresholdGradients()[0][0]);
  }

  @Test
  void decisionDropoutReachesKernelAndRuntime() {
    ReferenceSupernet net = network(LAYERS);
    settle(net, true, true, true);
    double[][] decisionDropout = {{0, 0, 1 / 0.6}, {1 / 0.6, 1 / 0.6, 0}};

    ReferenceSupernet.Result result =
        net.run(images, LABELS, null, decisionDropout, LAMBDA, RUNTIME);

    assertThat(result.indicators())
        .isDeepEqualTo(new double[][] {{0, 1, 1 / 0.6}, {1 / 0.6, 1 / 0.6, 0}});
    double first = 4 + (9 - 4) / 0.6;
    double second = (2 + (2.5 - 2) / 0.6) / 0.6;
    assertThat(result.runtimeMs()).isCloseTo(20 + first + second, within(1e-12));
  }

  @Test
  void evaluationWithTheBatchsStatisticsGivesTrainingsLogits() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result result = net.run(images, LABELS, null, null, LAMBDA, RUNTIME);
    Map<String, double[]> means = new HashMap<>();
    Map<String, double[]> variances = new HashMap<>();
    result
        .statistics()
        .forEach(
            (name, statistics) -> {
              means.put(name, statistics.mean());
              variances.put(name, statistics.variance());
            });

    assertThat(net.evaluate(images, means, variances).data())
        .containsExactly(result.logits().data(), within(1e-12));

    Arrays.setAll(means.get("head.bn"), i -> means.get("head.bn")[i] + 1);
    assertThat(net.evaluate(images, means, variances).data()).isNotEqualTo(result.logits().data());
  }

  /** Checks some entries of every parameter's gradient, and all of the thresholds'. */
  private void assertGradients(
      ReferenceSupernet net, double[] mask, double[][] decisionDropout, int samples) {
    DoubleSupplier loss =
        () -> net.run(images, LABELS, mask, decisionDropout, LAMBDA, RUNTIME).loss();
    ReferenceSupernet.Result result =
        net.run(images, LABELS, mask, decisionDropout, LAMBDA, RUNTIME);
    net.parameters()
        .forEach(
            (name, values) ->
                assertGradient(
                    name,
                    result.gradients().get(name),
                    values,
                    random.ints(samples, 0, values.length).toArray(),
                    STEPS,
                    loss));
    for (int l = 0; l < 2; l++) {
      assertGradient(
          "thresholds of layer " + l,
          result.thresholdGradients()[l],
          net.thresholds()[l],
          new int[] {0, 1, 2},
          STEPS,
          loss);
    }
  }

  private ReferenceSupernet network(List<Layer> layers) {
    return network(
        layers, NetworkShape.Activation.RELU, 1, ReferenceNorm.RMS, ReferenceIndicator.STEP);
  }

  /** A network whose gammas, betas and biases are far from their initial values. */
  private ReferenceSupernet network(
      List<Layer> layers,
      NetworkShape.Activation activation,
      int stemStride,
      ReferenceNorm norm,
      ReferenceIndicator indicator) {
    ReferenceSupernet net =
        new ReferenceSupernet(
            layers,
            new ReferenceSupernet.Settings(
                4, stemStride, HEAD, CLASSES, activation, 1e-3, 0.1, norm, indicator),
            19);
    net.parameters()
        .forEach(
            (name, values) -> {
              if (name.contains(".bn.") || name.endsWith("bias")) {
                Arrays.setAll(values, i -> values[i] + 0.3 * random.nextGaussian());
              }
            });
    return net;
  }

  /** Thresholds so far off that every decision is certain, and flat. */
  private static void settle(ReferenceSupernet net, boolean wide, boolean present, boolean all) {
    for (double[] layer : net.thresholds()) {
      layer[0] = wide ? -1e3 : 1e3;
      layer[1] = present ? -1e3 : 1e3;
      layer[2] = all ? -1e3 : 1e3;
    }
  }

  private static Layer fixed(Layer layer, int kernel, int expansion) {
    MbConv block = layer.block();
    return new Layer(
        layer.index(),
        new MbConv(
            kernel,
            block.stride(),
            expansion,
            block.inChannels(),
            block.outChannels(),
            block.residual()),
        false,
        false);
  }

  /** The part of a searched layer's parameter that an operation uses; others as they are. */
  private static double[] sliced(String name, double[] values, int kernel, int expansion) {
    if (!name.startsWith("block1.") && !name.startsWith("block2.")) {
      return values;
    }
    int out = 6;
    if (name.endsWith(".project.conv")) {
      int inner = values.length / out;
      int kept = inner * expansion / 6;
      return IntStream.range(0, out * kept)
          .mapToDouble(i -> values[i / kept * inner + i % kept])
          .toArray();
    }
    if (name.contains(".project.")) {
      return values;
    }
    double[] half = Arrays.copyOf(values, values.length * expansion / 6);
    if (!name.endsWith(".depthwise.conv") || kernel == 5) {
      return half;
    }
    return IntStream.range(0, half.length)
        .filter(i -> i % 25 / 5 % 4 != 0 && i % 5 % 4 != 0)
        .mapToDouble(i -> half[i])
        .toArray();
  }
}
