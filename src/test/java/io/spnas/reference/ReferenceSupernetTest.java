package io.spnas.reference;

import static io.spnas.reference.SmallSupernet.CLASSES;
import static io.spnas.reference.SmallSupernet.HEAD;
import static io.spnas.reference.SmallSupernet.IMAGES;
import static io.spnas.reference.SmallSupernet.LABELS;
import static io.spnas.reference.SmallSupernet.LAMBDA;
import static io.spnas.reference.SmallSupernet.LAYERS;
import static io.spnas.reference.SmallSupernet.RUNTIME;
import static io.spnas.reference.SmallSupernet.network;
import static io.spnas.reference.SmallSupernet.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.spnas.space.NetworkShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReferenceSupernetTest {
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
  void startsAtTheMethodsInitialValues() {
    ReferenceSupernet net =
        new ReferenceSupernet(
            LAYERS,
            new ReferenceSupernet.Settings(
                4,
                2,
                HEAD,
                CLASSES,
                NetworkShape.Activation.RELU,
                1e-3,
                0.1,
                ReferenceNorm.RMS,
                ReferenceIndicator.STEP),
            1);
    Map<String, double[]> parameters = net.parameters();

    assertThat(deviation(parameters.get("block1.depthwise.conv")))
        .isCloseTo(Math.sqrt(2 / 25.0), withinPercentage(10));
    assertThat(deviation(parameters.get("block2.depthwise.conv")))
        .isCloseTo(Math.sqrt(2 / 25.0), withinPercentage(10));
    assertThat(deviation(parameters.get("block3.project.conv")))
        .isCloseTo(Math.sqrt(2 / 8.0), withinPercentage(15));
    assertThat(parameters.get("head.bn.gamma")).containsOnly(1);
    assertThat(parameters.get("head.bn.beta")).containsOnly(0);
    assertThat(parameters.get("classifier.bias")).containsOnly(0);
    assertThat(Arrays.stream(parameters.get("classifier.weight")).map(Math::abs).max().orElse(0))
        .isBetween(0.9 / Math.sqrt(CLASSES), 1 / Math.sqrt(CLASSES));
    assertThat(net.thresholds()).isDeepEqualTo(new double[2][3]);
  }

  @Test
  void gradientsAndStatisticsGoByTheParametersNames() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result result = net.run(IMAGES, LABELS, null, null, LAMBDA, RUNTIME);

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

  @Test
  void runtimeLossIsLambdaTimesAThousandLogarithms() {
    ReferenceSupernet net = network(LAYERS);
    settle(net, true, true, false);

    ReferenceSupernet.Result result = net.run(IMAGES, LABELS, null, null, LAMBDA, RUNTIME);

    assertThat(result.runtimeMs()).isCloseTo(20 + 6 + 2.5, within(1e-12));
    assertThat(result.runtimeLoss())
        .isCloseTo(LAMBDA * 1000 * Math.log(20 + 6 + 2.5), within(1e-12));
    assertThat(result.loss()).isEqualTo(result.crossEntropy() + result.runtimeLoss());
  }

  @Test
  void lambdaOfZeroLeavesCrossEntropysGradients() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result with = net.run(IMAGES, LABELS, null, null, LAMBDA, RUNTIME);
    ReferenceSupernet.Result off = net.run(IMAGES, LABELS, null, null, 0, RUNTIME);
    ReferenceSupernet.Result none = net.run(IMAGES, LABELS, null, null, LAMBDA, RuntimeModel.NONE);

    assertThat(off.thresholdGradients()).isDeepEqualTo(none.thresholdGradients());
    assertThat(with.thresholdGradients()[0][0]).isLessThan(off.thresholdGradients()[0][0]);
  }

  @Test
  void decisionDropoutReachesKernelAndRuntime() {
    ReferenceSupernet net = network(LAYERS);
    settle(net, true, true, true);
    double[][] decisionDropout = {{0, 0, 1 / 0.6}, {1 / 0.6, 1 / 0.6, 0}};

    ReferenceSupernet.Result result =
        net.run(IMAGES, LABELS, null, decisionDropout, LAMBDA, RUNTIME);

    assertThat(result.indicators())
        .isDeepEqualTo(new double[][] {{0, 1, 1 / 0.6}, {1 / 0.6, 1 / 0.6, 0}});
    double first = 4 + (9 - 4) / 0.6;
    double second = (2 + (2.5 - 2) / 0.6) / 0.6;
    assertThat(result.runtimeMs()).isCloseTo(20 + first + second, within(1e-12));
  }

  @Test
  void evaluationWithTheBatchsStatisticsGivesTrainingsLogits() {
    ReferenceSupernet net = network(LAYERS);
    ReferenceSupernet.Result result = net.run(IMAGES, LABELS, null, null, LAMBDA, RUNTIME);
    Map<String, double[]> means = new HashMap<>();
    Map<String, double[]> variances = new HashMap<>();
    result
        .statistics()
        .forEach(
            (name, statistics) -> {
              means.put(name, statistics.mean());
              variances.put(name, statistics.variance());
            });

    assertThat(net.evaluate(IMAGES, means, variances).data())
        .containsExactly(result.logits().data(), within(1e-12));

    Arrays.setAll(means.get("head.bn"), i -> means.get("head.bn")[i] + 1);
    assertThat(net.evaluate(IMAGES, means, variances).data()).isNotEqualTo(result.logits().data());
  }

  private static double deviation(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).average().orElse(0));
  }
}
