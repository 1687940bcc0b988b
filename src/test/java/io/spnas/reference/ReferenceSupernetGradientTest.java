package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.SmallSupernet.DROPOUT_MASK;
import static io.spnas.reference.SmallSupernet.IMAGES;
import static io.spnas.reference.SmallSupernet.LABELS;
import static io.spnas.reference.SmallSupernet.LAMBDA;
import static io.spnas.reference.SmallSupernet.LAYERS;
import static io.spnas.reference.SmallSupernet.RUNTIME;
import static io.spnas.reference.SmallSupernet.network;
import static io.spnas.reference.SmallSupernet.settle;

import io.spnas.space.NetworkShape;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSupernetGradientTest {
  private static final double[] STEPS = {1e-5, 1e-6, 1e-7};

  private final Random random = new Random(21);

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
        net.run(IMAGES, LABELS, DROPOUT_MASK, decisionDropout, LAMBDA, RUNTIME);
    for (int l = 0; l < 2; l++) {
      for (int i = 0; i < 3; i++) {
        net.thresholds()[l][i] += start.arguments()[l][i] + random.nextGaussian();
      }
    }

    assertGradients(net, DROPOUT_MASK, decisionDropout, 3);
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

    assertGradients(net, DROPOUT_MASK, null, 1);
  }

  /** Checks some entries of every parameter's gradient, and all of the thresholds'. */
  private void assertGradients(
      ReferenceSupernet net, double[] mask, double[][] decisionDropout, int samples) {
    DoubleSupplier loss =
        () -> net.run(IMAGES, LABELS, mask, decisionDropout, LAMBDA, RUNTIME).loss();
    ReferenceSupernet.Result result =
        net.run(IMAGES, LABELS, mask, decisionDropout, LAMBDA, RUNTIME);
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
}
