package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.dot;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.space.NetworkShape;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimpleLayersTest {
  private final Random random = new Random(7);

  @Test
  void reluPassesWhatIsAboveZero() {
    Tensor4 x = new Tensor4(new double[] {-1, 0, 2, 6, 8}, 1, 5, 1, 1);
    Tensor4 gradient = new Tensor4(new double[] {1, 2, 3, 4, 5}, 1, 5, 1, 1);
    Activation relu = Activation.of(NetworkShape.Activation.RELU);

    assertThat(relu.forward(x).data()).containsExactly(0, 0, 2, 6, 8);
    assertThat(relu.backward(x, gradient).data()).containsExactly(0, 0, 3, 4, 5);
  }

  @Test
  void relu6AlsoStopsAtSix() {
    Tensor4 x = new Tensor4(new double[] {-1, 0, 2, 6, 8}, 1, 5, 1, 1);
    Tensor4 gradient = new Tensor4(new double[] {1, 2, 3, 4, 5}, 1, 5, 1, 1);
    Activation relu6 = Activation.of(NetworkShape.Activation.RELU6);

    assertThat(relu6.forward(x).data()).containsExactly(0, 0, 2, 6, 6);
    assertThat(relu6.backward(x, gradient).data()).containsExactly(0, 0, 3, 0, 0);
  }

  @Test
  void noActivationPassesEverything() {
    Tensor4 x = new Tensor4(new double[] {-9, 0, 9}, 1, 3, 1, 1);

    assertThat(Activation.NONE.forward(x).data()).containsExactly(-9, 0, 9);
    assertThat(Activation.NONE.backward(x, x).data()).containsExactly(-9, 0, 9);
  }

  @Test
  void poolTakesTheMeanOfEachMapAndSpreadsItsGradient() {
    Tensor4 x = new Tensor4(new double[] {1, 2, 3, 6, 10, 20, 30, 60}, 2, 1, 2, 2);
    GlobalAveragePool pool = new GlobalAveragePool();

    assertThat(pool.forward(x).data()).containsExactly(3, 30);
    assertThat(pool.backward(new Tensor4(new double[] {4, 8}, 2, 1, 1, 1)).data())
        .containsExactly(1, 1, 1, 1, 2, 2, 2, 2);
  }

  @Test
  void denseMultipliesFeaturesWithEachClass() {
    Tensor4 x = new Tensor4(new double[] {1, 2}, 1, 2, 1, 1);

    Tensor4 y =
        new Dense(2, 3)
            .forward(x, new double[] {1, 10, 2, 20, 3, 30}, new double[] {100, 200, 300});

    assertThat(y.data()).containsExactly(121, 242, 363);
  }

  @Test
  void denseGradientsAreThoseOfTheForwardPass() {
    Tensor4 x = new Tensor4(normals(random, 3 * 4), 3, 4, 1, 1);
    double[] weight = normals(random, 2 * 4);
    double[] bias = normals(random, 2);
    double[] factors = normals(random, 3 * 2);
    Dense dense = new Dense(4, 2);
    dense.forward(x, weight, bias);
    Dense.Gradients gradients = dense.backward(new Tensor4(factors, 3, 2, 1, 1));

    assertGradient(
        gradients.input().data(),
        x.data(),
        () -> dot(dense.forward(x, weight, bias).data(), factors));
    assertGradient(
        gradients.weight(), weight, () -> dot(dense.forward(x, weight, bias).data(), factors));
    assertGradient(
        gradients.bias(), bias, () -> dot(dense.forward(x, weight, bias).data(), factors));
  }

  @Test
  void crossEntropyIsTheMeanOfNegativeLogProbabilities() {
    Tensor4 logits = new Tensor4(new double[] {Math.log(2), 0, 0, Math.log(5)}, 2, 2, 1, 1);

    double loss = SoftmaxCrossEntropy.of(logits, new int[] {0, 0}, 0).loss();

    assertThat(loss).isCloseTo(-(Math.log(2 / 3.0) + Math.log(1 / 6.0)) / 2, within(1e-14));
  }

  @Test
  void smoothingSpreadsAShareOfTheLabelOverAllClasses() {
    Tensor4 logits = new Tensor4(new double[] {Math.log(3), 0}, 1, 2, 1, 1);

    double loss = SoftmaxCrossEntropy.of(logits, new int[] {1}, 0.1).loss();

    assertThat(loss).isCloseTo(-0.05 * Math.log(3 / 4.0) - 0.95 * Math.log(1 / 4.0), within(1e-14));
  }

  @Test
  void crossEntropyBearsLargeLogits() {
    Tensor4 logits = new Tensor4(new double[] {1000, 0}, 1, 2, 1, 1);

    assertThat(SoftmaxCrossEntropy.of(logits, new int[] {1}, 0).loss()).isEqualTo(1000);
  }

  @Test
  void crossEntropyGradientIsThatOfTheLoss() {
    Tensor4 logits = new Tensor4(normals(random, 3 * 4), 3, 4, 1, 1);
    int[] labels = {2, 0, 3};

    assertGradient(
        SoftmaxCrossEntropy.of(logits, labels, 0.1).gradient().data(),
        logits.data(),
        () -> SoftmaxCrossEntropy.of(logits, labels, 0.1).loss());
  }
}
