package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.dot;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchNormTest {
  private static final double EPSILON = 1e-3;

  private final Random random = new Random(5);

  @Test
  void normalisesEachChannelOverImagesAndPositions() {
    // Channel 0 holds 1, 2, 3, 6 and channel 1 holds 5 four times.
    Tensor4 x = new Tensor4(new double[] {1, 2, 5, 5, 3, 6, 5, 5}, 2, 2, 1, 2);
    BatchNorm bn = new BatchNorm(EPSILON);

    Tensor4 y = bn.forward(x, new double[] {2, 7}, new double[] {10, -1});

    double deviation = Math.sqrt((4 + 1 + 0 + 9) / 4.0 + EPSILON);
    assertThat(y.data())
        .containsExactly(
            new double[] {
              10 - 2 * 2 / deviation,
              10 - 2 * 1 / deviation,
              -1,
              -1,
              10,
              10 + 2 * 3 / deviation,
              -1,
              -1
            },
            within(1e-14));
    assertThat(bn.statistics().mean()).containsExactly(3, 5);
    assertThat(bn.statistics().variance()).containsExactly(14 / 4.0, 0);
    assertThat(bn.statistics().unbiasedVariance()).containsExactly(14 / 3.0, 0);
  }

  @Test
  void evaluationUsesGivenStatistics() {
    Tensor4 x = new Tensor4(new double[] {1, 4}, 1, 2, 1, 1);

    Tensor4 y =
        new BatchNorm(EPSILON)
            .evaluate(
                x,
                new double[] {2, 3},
                new double[] {10, 20},
                new double[] {-1, 5},
                new double[] {4, 9});

    assertThat(y.data())
        .containsExactly(
            10 + 2 * (1 + 1) / Math.sqrt(4 + EPSILON), 20 + 3 * (4 - 5) / Math.sqrt(9 + EPSILON));
  }

  @Test
  void aSingleValueNormalisesToBeta() {
    BatchNorm bn = new BatchNorm(EPSILON);

    Tensor4 y =
        bn.forward(new Tensor4(new double[] {8}, 1, 1, 1, 1), new double[] {2}, new double[] {0.5});

    assertThat(y.data()).containsExactly(0.5);
    assertThat(bn.statistics().unbiasedVariance()).containsExactly(0);
  }

  @Test
  void gradientsAreThoseOfTheForwardPass() {
    Tensor4 x = new Tensor4(normals(random, 3 * 2 * 2 * 3), 3, 2, 2, 3);
    double[] gamma = normals(random, 2);
    double[] beta = normals(random, 2);
    double[] factors = normals(random, x.data().length);
    BatchNorm bn = new BatchNorm(EPSILON);
    bn.forward(x, gamma, beta);
    BatchNorm.Gradients gradients = bn.backward(new Tensor4(factors, 3, 2, 2, 3));

    assertGradient(
        gradients.input().data(), x.data(), () -> dot(bn.forward(x, gamma, beta).data(), factors));
    assertGradient(gradients.gamma(), gamma, () -> dot(bn.forward(x, gamma, beta).data(), factors));
    assertGradient(gradients.beta(), beta, () -> dot(bn.forward(x, gamma, beta).data(), factors));
  }
}
