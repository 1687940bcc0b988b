package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.space.Operation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceSuperkernelTest {
  private static final double NEVER = 1e6;
  private static final double ALWAYS = -1e6;

  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({
    "true, true, true, K5_E6",
    "true, true, false, K5_E3",
    "false, true, true, K3_E6",
    "false, true, false, K3_E3",
    "true, false, true, SKIP",
    "true, false, false, SKIP",
    "false, false, true, SKIP",
    "false, false, false, SKIP"
  })
  void laterLayersOfAGroupTakeAllFiveOperations(
      boolean wide, boolean present, boolean all, Operation operation) {
    double[] w = normals(random, 4 * 25);
    double[] t = {threshold(wide), threshold(present), threshold(all)};
    for (ReferenceNorm norm : ReferenceNorm.values()) {
      ReferenceSuperkernel.Forward forward =
          ReferenceSuperkernel.skippable(4, norm, ReferenceIndicator.STEP).forward(w, t);

      assertThat(forward.decisions()).containsExactly(bit(wide), bit(present), bit(all));
      assertThat(forward.kernel()).containsExactly(subset(w, operation), within(0.0));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, K5_E6",
    "true, false, K5_E3",
    "false, true, K3_E6",
    "false, false, K3_E3"
  })
  void theFirstLayerOfAGroupTakesFourOperations(boolean wide, boolean all, Operation operation) {
    double[] w = normals(random, 4 * 25);
    double[] t = {threshold(wide), NEVER, threshold(all)};

    ReferenceSuperkernel.Forward forward =
        ReferenceSuperkernel.unskippable(4, ReferenceNorm.L2, ReferenceIndicator.STEP)
            .forward(w, t);

    assertThat(forward.decisions()).containsExactly(bit(wide), 1, bit(all));
    assertThat(forward.kernel()).containsExactly(subset(w, operation), within(0.0));
  }

  @Test
  void normsCountTheirOwnBlocks() {
    // Two channels: cores of 1 and 2, rings of 0.5 and 0.25.
    double[] w = kernels(1, 0.5, 2, 0.25);
    double ring = 16 * (0.25 + 0.0625);
    double first = 9 * 1 + 16 * 0.25;
    double second = 9 * 4 + 16 * 0.0625;

    assertThat(arguments(ReferenceNorm.SQUARED, w, 0))
        .containsExactly(new double[] {ring, first, second}, within(1e-12));
    assertThat(arguments(ReferenceNorm.L2, w, 0))
        .containsExactly(
            new double[] {Math.sqrt(ring), Math.sqrt(first), Math.sqrt(second)}, within(1e-12));
    assertThat(arguments(ReferenceNorm.RMS, w, 0))
        .containsExactly(
            new double[] {Math.sqrt(ring / 32), Math.sqrt(first / 25), Math.sqrt(second / 25)},
            within(1e-12));
  }

  @Test
  void channelNormsSeeTheRingOnlyWhereItIsUsed() {
    double[] w = kernels(1, 0.5, 2, 0.25);

    assertThat(arguments(ReferenceNorm.RMS, w, 10))
        .containsExactly(
            new double[] {
              Math.sqrt(16 * 0.3125 / 32) - 10, Math.sqrt(9 / 25.0), Math.sqrt(36 / 25.0)
            },
            within(1e-12));
  }

  @Test
  void aNormThatMeetsItsThresholdIsKept() {
    double[] w = kernels(1, 0.5, 1, 0.5);

    ReferenceSuperkernel.Forward forward =
        ReferenceSuperkernel.skippable(2, ReferenceNorm.RMS, ReferenceIndicator.STEP)
            .forward(w, new double[] {0.5, 0, 0});

    assertThat(forward.arguments()[0]).isZero();
    assertThat(forward.decisions()).containsExactly(1, 1, 1);
  }

  @Test
  void anOddChannelBelongsToTheFirstHalf() {
    double[] w = normals(random, 3 * 25);

    double[] kernel =
        ReferenceSuperkernel.skippable(3, ReferenceNorm.L2, ReferenceIndicator.STEP)
            .forward(w, new double[] {ALWAYS, ALWAYS, NEVER})
            .kernel();

    assertThat(Arrays.copyOf(kernel, 2 * 25))
        .containsExactly(Arrays.copyOf(w, 2 * 25), within(0.0));
    assertThat(Arrays.copyOfRange(kernel, 2 * 25, 3 * 25))
        .containsExactly(new double[25], within(0.0));
  }

  @Test
  void decisionDropoutScalesWhatItKeepsAndLeavesTheConstantAlone() {
    double[] w = kernels(1, 0.5, 2, 0.25);
    double[] t = {0, 0, 0};
    double[] m = {0, 0, 1 / 0.6};

    ReferenceSuperkernel.Forward forward =
        ReferenceSuperkernel.unskippable(2, ReferenceNorm.L2, ReferenceIndicator.STEP)
            .forward(w, t, m);

    assertThat(forward.decisions()).containsExactly(0, 1, 1 / 0.6);
    assertThat(forward.kernel()).containsExactly(kernels(1, 0, 2 / 0.6, 0), within(1e-15));
  }

  @Test
  void theRuntimeTermMovesTheRingAndItsThreshold() {
    double[] w = kernels(1, 0.5, 2, 0.25);
    ReferenceSuperkernel superkernel =
        ReferenceSuperkernel.skippable(2, ReferenceNorm.L2, ReferenceIndicator.STEP);
    superkernel.forward(w, new double[] {0.3, 0.2, 0.1});

    ReferenceSuperkernel.Gradients gradients =
        superkernel.backward(new double[50], new double[] {7, 0, 0});

    double ringNorm = Math.sqrt(16 * (0.25 + 0.0625));
    double slope = 7 * sigmoidSlope(ringNorm - 0.3);
    assertThat(gradients.thresholds()).containsExactly(new double[] {-slope, 0, 0}, within(1e-15));
    assertThat(gradients.weight())
        .containsExactly(
            kernels(0, slope * 0.5 / ringNorm, 0, slope * 0.25 / ringNorm), within(1e-15));
  }

  @Test
  void aChannelNormReachesBackIntoTheKernelDecision() {
    double[] w = kernels(1, 0.5, 2, 0.25);
    ReferenceSuperkernel superkernel =
        ReferenceSuperkernel.skippable(2, ReferenceNorm.L2, ReferenceIndicator.STEP);
    superkernel.forward(w, new double[] {0.3, 0.2, 0.1});

    ReferenceSuperkernel.Gradients gradients =
        superkernel.backward(new double[50], new double[] {0, 0, 7});

    double ringNorm = Math.sqrt(16 * (0.25 + 0.0625));
    double secondNorm = Math.sqrt(9 * 4 + 16 * 0.0625);
    double slope100 = 7 * sigmoidSlope(secondNorm - 0.1);
    // d||B|| / d d5 = sum over B's ring of B * W / ||B||.
    double slope5 = slope100 * 16 * 0.0625 / secondNorm * sigmoidSlope(ringNorm - 0.3);
    assertThat(gradients.thresholds())
        .containsExactly(new double[] {-slope5, 0, -slope100}, within(1e-15));
    assertThat(gradients.weight())
        .containsExactly(
            kernels(
                0,
                slope5 * 0.5 / ringNorm,
                slope100 * 2 / secondNorm,
                slope100 * 0.25 / secondNorm + slope5 * 0.25 / ringNorm),
            within(1e-15));
  }

  @ParameterizedTest
  @EnumSource(ReferenceNorm.class)
  void aKernelOfZerosHasNoGradientThroughItsNorms(ReferenceNorm norm) {
    ReferenceSuperkernel superkernel =
        ReferenceSuperkernel.skippable(4, norm, ReferenceIndicator.STEP);
    superkernel.forward(new double[100], new double[3]);

    ReferenceSuperkernel.Gradients gradients =
        superkernel.backward(new double[100], new double[] {4, 8, 12});

    assertThat(gradients.weight()).containsExactly(new double[100], within(0.0));
    assertThat(gradients.thresholds()).containsExactly(-1, -2, -3);
  }

  private static double[] arguments(ReferenceNorm norm, double[] w, double t5) {
    return ReferenceSuperkernel.skippable(2, norm, ReferenceIndicator.STEP)
        .forward(w, new double[] {t5, 0, 0})
        .arguments();
  }

  private static double sigmoidSlope(double x) {
    double sigmoid = 1 / (1 + Math.exp(-x));
    return sigmoid * (1 - sigmoid);
  }

  private static double threshold(boolean chosen) {
    return chosen ? ALWAYS : NEVER;
  }

  private static double bit(boolean chosen) {
    return chosen ? 1 : 0;
  }

  private static boolean core(int index) {
    int row = index % 25 / 5;
    int column = index % 5;
    return row >= 1 && row <= 3 && column >= 1 && column <= 3;
  }

  /** The weights that an operation uses, zeros elsewhere. */
  private static double[] subset(double[] w, Operation operation) {
    int channels = w.length / 25;
    double[] subset = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      boolean inKernel = operation.kernel() == 5 || operation.kernel() == 3 && core(i);
      boolean inChannels = i / 25 < channels * operation.expansion() / 6;
      subset[i] = inKernel && inChannels ? w[i] : 0;
    }
    return subset;
  }

  /** Two channels' 5x5 kernels, one value in a core and one in a ring. */
  private static double[] kernels(double core0, double ring0, double core1, double ring1) {
    double[] w = new double[50];
    for (int i = 0; i < 50; i++) {
      w[i] = i < 25 ? (core(i) ? core0 : ring0) : (core(i) ? core1 : ring1);
    }
    return w;
  }
}
