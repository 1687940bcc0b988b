package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.dot;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSuperkernelGradientTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({
    "L2, true, 1, 1, 1",
    "L2, false, 1, 1, 1",
    "SQUARED, true, 1, 1, 1",
    "SQUARED, false, 1, 1, 1",
    "RMS, true, 1, 1, 1",
    "RMS, false, 1, 1, 1",
    "L2, true, 1.6667, 0, 1.6667",
    "SQUARED, true, 1.6667, 1.6667, 0",
    "RMS, true, 0, 1.6667, 1.6667",
    "RMS, true, 1.6667, 1.6667, 1.6667",
    "RMS, false, 1.6667, 0, 1.6667",
    "L2, false, 0, 0, 1.6667"
  })
  void theSmoothSuperkernelsGradientIsExact(
      ReferenceNorm norm, boolean skippable, double m5, double m50, double m100) {
    double[] m = {m5, m50, m100};
    for (int channels : new int[] {2, 5, 6}) {
      double[] w = Arrays.stream(normals(random, channels * 25)).map(v -> v / 4).toArray();
      double[] t = thresholdsNear(norm, w, channels);
      double[] toKernel = normals(random, w.length);
      double[] toDecisions = normals(random, 3);
      ReferenceSuperkernel superkernel =
          superkernel(channels, norm, ReferenceIndicator.SIGMOID, skippable);
      superkernel.forward(w, t, m);
      ReferenceSuperkernel.Gradients gradients = superkernel.backward(toKernel, toDecisions);

      assertGradient(
          gradients.weight(), w, () -> loss(superkernel.forward(w, t, m), toKernel, toDecisions));
      assertGradient(
          gradients.thresholds(),
          t,
          () -> loss(superkernel.forward(w, t, m), toKernel, toDecisions));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "L2, true, 1",
    "SQUARED, true, 1",
    "RMS, true, 1",
    "L2, false, 1",
    "RMS, false, 1.6667",
    "RMS, true, 1.6667"
  })
  void theStraightThroughGradientIsThatOfDecisionsMadeLinear(
      ReferenceNorm norm, boolean skippable, double kept) {
    int channels = 5;
    double[] m = {kept, kept, kept};
    double[] toKernel = normals(random, channels * 25);
    double[] toDecisions = normals(random, 3);
    for (int corner = 0; corner < 8; corner++) {
      double[] w = Arrays.stream(normals(random, channels * 25)).map(v -> v / 4).toArray();
      double[] t = new double[3];
      ReferenceSuperkernel superkernel =
          superkernel(channels, norm, ReferenceIndicator.STEP, skippable);
      // Norms depend on d5 only, so two passes put every argument on the wanted side of 0.
      for (int pass = 0; pass < 2; pass++) {
        double[] arguments = superkernel.forward(w, t, m).arguments();
        for (int i = 0; i < 3; i++) {
          t[i] += arguments[i] + ((corner >> i & 1) == 0 ? 0.4 : -0.4);
        }
      }
      double[] x0 = superkernel.forward(w, t, m).arguments();
      ReferenceSuperkernel.Gradients gradients = superkernel.backward(toKernel, toDecisions);
      DoubleUnaryOperator[] linear = new DoubleUnaryOperator[3];
      for (int i = 0; i < 3; i++) {
        double start = x0[i];
        assertThat(start).isCloseTo((corner >> i & 1) == 0 ? -0.4 : 0.4, within(1e-12));
        linear[i] = x -> (start >= 0 ? 1 : 0) + sigmoidSlope(start) * (x - start);
      }

      assertGradient(
          gradients.weight(),
          w,
          () -> spelledOut(w, t, m, norm, skippable, linear, toKernel, toDecisions));
      assertGradient(
          gradients.thresholds(),
          t,
          () -> spelledOut(w, t, m, norm, skippable, linear, toKernel, toDecisions));
    }
  }

  /** The loss of {@link #loss}, weight by weight, with given decision functions. */
  private static double spelledOut(
      double[] w,
      double[] t,
      double[] m,
      ReferenceNorm norm,
      boolean skippable,
      DoubleUnaryOperator[] decide,
      double[] toKernel,
      double[] toDecisions) {
    int channels = w.length / 25;
    int half = (channels + 1) / 2;
    double ring = 0;
    for (int i = 0; i < w.length; i++) {
      ring += core(i) ? 0 : w[i] * w[i];
    }
    double d5 = m[0] * decide[0].applyAsDouble(size(norm, ring, 16 * channels) - t[0]);
    double first = 0;
    double second = 0;
    for (int i = 0; i < w.length; i++) {
      double k = core(i) ? w[i] : d5 * w[i];
      if (i / 25 < half) {
        first += k * k;
      } else {
        second += k * k;
      }
    }
    double d50 =
        skippable ? m[1] * decide[1].applyAsDouble(size(norm, first, 25 * half) - t[1]) : 1;
    double d100 = m[2] * decide[2].applyAsDouble(size(norm, second, 25 * (channels - half)) - t[2]);
    double sum = toDecisions[0] * d5 + toDecisions[1] * d50 + toDecisions[2] * d100;
    for (int i = 0; i < w.length; i++) {
      sum += toKernel[i] * w[i] * (core(i) ? 1 : d5) * d50 * (i / 25 < half ? 1 : d100);
    }
    return sum;
  }

  private static double size(ReferenceNorm norm, double squares, int weights) {
    return switch (norm) {
      case L2 -> Math.sqrt(squares);
      case SQUARED -> squares;
      case RMS -> Math.sqrt(squares / weights);
    };
  }

  private static double loss(
      ReferenceSuperkernel.Forward forward, double[] toKernel, double[] toDecisions) {
    return dot(forward.kernel(), toKernel) + dot(forward.decisions(), toDecisions);
  }

  private static ReferenceSuperkernel superkernel(
      int channels, ReferenceNorm norm, ReferenceIndicator indicator, boolean skippable) {
    return skippable
        ? ReferenceSuperkernel.skippable(channels, norm, indicator)
        : ReferenceSuperkernel.unskippable(channels, norm, indicator);
  }

  /** Thresholds about the norms of the whole kernel, where the sigmoid bends. */
  private double[] thresholdsNear(ReferenceNorm norm, double[] w, int channels) {
    double[] norms =
        ReferenceSuperkernel.skippable(channels, norm, ReferenceIndicator.STEP)
            .forward(w, new double[3])
            .arguments();
    return Arrays.stream(norms).map(value -> value + random.nextGaussian()).toArray();
  }

  private static double sigmoidSlope(double x) {
    double sigmoid = 1 / (1 + Math.exp(-x));
    return sigmoid * (1 - sigmoid);
  }

  private static boolean core(int index) {
    int row = index % 25 / 5;
    int column = index % 5;
    return row >= 1 && row <= 3 && column >= 1 && column <= 3;
  }
}
