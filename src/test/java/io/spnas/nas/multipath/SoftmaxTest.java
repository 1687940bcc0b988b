package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

  @RepeatedTest(5)
  void valuesAndGradientAreThoseOfTheDefinition(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double[] logits = random.doubles(5, -3, 3).toArray();
    double[] slopes = random.doubles(5, -10, 10).toArray();
    double[] probabilities = Softmax.of(logits);
    assertThat(probabilities).containsExactly(Differences.shares(logits, 1), within(1e-14));
    double[] expected =
        Differences.gradient(
            at -> {
              double[] shares = Differences.shares(at, 1);
              double sum = 0;
              for (int k = 0; k < shares.length; k++) {
                sum += shares[k] * slopes[k];
              }
              return sum;
            },
            logits);
    assertThat(Softmax.gradient(probabilities, slopes)).containsExactly(expected, within(1e-8));
  }

  @Test
  void whatAllPathsShareMovesNone() {
    double[] probabilities = Softmax.of(new double[] {0.3, -1, 2});
    double[] plain = Softmax.gradient(probabilities, new double[] {1, 2, 3});
    double[] raised = Softmax.gradient(probabilities, new double[] {101, 102, 103});
    assertThat(raised).containsExactly(plain, within(1e-13));
  }

  @Test
  void largeLogitsStayFinite() {
    assertThat(Softmax.of(new double[] {800, 0, -800})).containsExactly(1, 0, 0);
    assertThat(Softmax.logSumExp(-2000, -2000)).isEqualTo(-2000 + Math.log(2), within(1e-12));
    assertThat(Softmax.logSumExp()).isEqualTo(Double.NEGATIVE_INFINITY);
  }
}
