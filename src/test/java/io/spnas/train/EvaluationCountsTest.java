package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.engine.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationCountsTest {
  private static final int CLASSES = 9;

  /** Few different values, so that many are equal. */
  private static float[] logits(Random random, int images) {
    float[] logits = new float[images * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextInt(6) - 2;
    }
    return logits;
  }

  private static int[] labels(Random random, int images) {
    return random.ints(images, 0, CLASSES).toArray();
  }

  /** Classes from the largest logit to the smallest; a stable sort leaves equal ones in order. */
  private static List<Integer> sorted(float[] logits, int image) {
    return IntStream.range(0, CLASSES)
        .boxed()
        .sorted(Comparator.comparing(c -> -logits[image * CLASSES + c]))
        .toList();
  }

  @Test
  void countsAsSortingDoes() {
    Random random = new Random(3);
    float[] logits = logits(random, 500);
    int[] labels = labels(random, 500);
    long top1 = 0;
    long top5 = 0;
    for (int n = 0; n < 500; n++) {
      int place = sorted(logits, n).indexOf(labels[n]);
      top1 += place == 0 ? 1 : 0;
      top5 += place < 5 ? 1 : 0;
    }
    EvaluationCounts counts = EvaluationCounts.of(logits, CLASSES, labels);
    assertThat(counts.images()).isEqualTo(500);
    assertThat(counts.top1()).isEqualTo(top1).isBetween(1L, 499L);
    assertThat(counts.top5()).isEqualTo(top5).isBetween(top1 + 1, 499L);
    assertThat(counts.top1Share()).isEqualTo(top1 / 500.0);
    assertThat(counts.top5Share()).isEqualTo(top5 / 500.0);
  }

  @Test
  void lossIsTrainingsWithoutSmoothing() {
    Random random = new Random(4);
    float[] logits = logits(random, 50);
    int[] labels = labels(random, 50);
    double loss =
        new SoftmaxCrossEntropy(CLASSES, 0).evaluate(logits, labels, logits.clone()).loss();
    EvaluationCounts counts = EvaluationCounts.of(logits, CLASSES, labels);
    assertThat(counts.loss()).isCloseTo(loss, within(1e-9));
    assertThat(counts.meanLoss()).isCloseTo(loss / 50, within(1e-9));
  }

  @Test
  void largeLogitsDontOverflow() {
    float[] logits = new float[CLASSES];
    logits[2] = 1e4f;
    assertThat(EvaluationCounts.of(logits, CLASSES, new int[] {2}).loss()).isZero();
    assertThat(EvaluationCounts.of(logits, CLASSES, new int[] {3}).loss()).isEqualTo(1e4);
  }

  @Test
  void equalLogitsGoToTheLowerClass() {
    float[] equal = new float[CLASSES];
    for (int label = 0; label < CLASSES; label++) {
      EvaluationCounts counts = EvaluationCounts.of(equal, CLASSES, new int[] {label});
      assertThat(counts.top1()).isEqualTo(label == 0 ? 1 : 0);
      assertThat(counts.top5()).isEqualTo(label < 5 ? 1 : 0);
    }
  }

  @Test
  void whatIsNoNumberIsNotRight() {
    float[] nothing = new float[CLASSES];
    Arrays.fill(nothing, Float.NaN);
    EvaluationCounts counts = EvaluationCounts.of(nothing, CLASSES, new int[] {0});
    assertThat(counts.top1()).isZero();
    assertThat(counts.top5()).isZero();
    assertThat(counts.loss()).isNaN();
  }

  @Test
  void partsAddUpAndRowsBeyondTheLabelsAreLeftOut() {
    Random random = new Random(6);
    float[] logits = logits(random, 40);
    int[] labels = labels(random, 40);
    EvaluationCounts whole = EvaluationCounts.of(logits, CLASSES, labels);
    EvaluationCounts sum = EvaluationCounts.NONE;
    for (int start = 0; start < 40; start += 7) {
      sum =
          sum.plus(
              EvaluationCounts.of(
                  Arrays.copyOfRange(logits, start * CLASSES, 47 * CLASSES),
                  CLASSES,
                  Arrays.copyOfRange(labels, start, Math.min(start + 7, 40))));
    }
    assertThat(sum.images()).isEqualTo(40);
    assertThat(sum.top1()).isEqualTo(whole.top1());
    assertThat(sum.top5()).isEqualTo(whole.top5());
    assertThat(sum.loss()).isCloseTo(whole.loss(), within(1e-9));
  }

  @Test
  void confusionMatrixHoldsEveryImageAndItsDiagonalTop1() {
    Random random = new Random(8);
    float[] logits = logits(random, 300);
    int[] labels = labels(random, 300);
    ConfusionMatrix matrix = new ConfusionMatrix(CLASSES);
    matrix.count(logits, labels);
    long[][] expected = new long[CLASSES][CLASSES];
    for (int n = 0; n < 300; n++) {
      expected[labels[n]][sorted(logits, n).get(0)]++;
    }
    long diagonal = 0;
    for (int t = 0; t < CLASSES; t++) {
      diagonal += matrix.images(t, t);
      for (int p = 0; p < CLASSES; p++) {
        assertThat(matrix.images(t, p)).isEqualTo(expected[t][p]);
      }
    }
    assertThat(diagonal).isEqualTo(EvaluationCounts.of(logits, CLASSES, labels).top1());
    long[] told = new long[1];
    matrix.forEach((t, p, images) -> told[0] += images);
    assertThat(told[0]).isEqualTo(300);
  }
}
