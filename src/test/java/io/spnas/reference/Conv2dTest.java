package io.spnas.reference;

import static io.spnas.reference.FiniteDifferences.assertGradient;
import static io.spnas.reference.FiniteDifferences.dot;
import static io.spnas.reference.FiniteDifferences.normals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Conv2dTest {
  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 4, 4", "1, 2, 5, 4", "3, 1, 5, 7", "3, 2, 7, 5", "3, 2, 6, 8", "3, 1, 1, 1",
    "5, 1, 6, 5", "5, 2, 7, 7", "5, 2, 8, 6", "5, 1, 2, 3", "5, 2, 1, 1", "5, 1, 1, 1"
  })
  void fullConvolutionSumsWindowsOfThePaddedImage(int kernel, int stride, int h, int w) {
    Tensor4 x = new Tensor4(normals(random, 2 * 3 * h * w), 2, 3, h, w);
    double[] weight = normals(random, 4 * 3 * kernel * kernel);

    Tensor4 y = Conv2d.full(3, 4, kernel, stride).forward(x, weight);

    Tensor4 expected = windows(x, 4, kernel, stride);
    for (int out = 0; out < 4; out++) {
      for (int in = 0; in < 3; in++) {
        addWindows(x, in, weight, (out * 3 + in) * kernel * kernel, kernel, stride, expected, out);
      }
    }
    assertSame(y, expected);
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 5, 7", "3, 2, 7, 5", "3, 2, 6, 8", "5, 1, 6, 5", "5, 2, 7, 8", "5, 2, 1, 1"})
  void depthwiseConvolutionKeepsChannelsApart(int kernel, int stride, int h, int w) {
    Tensor4 x = new Tensor4(normals(random, 2 * 3 * h * w), 2, 3, h, w);
    double[] weight = normals(random, 3 * kernel * kernel);

    Tensor4 y = Conv2d.depthwise(3, kernel, stride).forward(x, weight);

    Tensor4 expected = windows(x, 3, kernel, stride);
    for (int c = 0; c < 3; c++) {
      addWindows(x, c, weight, c * kernel * kernel, kernel, stride, expected, c);
    }
    assertSame(y, expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 4, 3", "3, 1, 5, 4", "3, 2, 5, 4", "5, 2, 6, 7", "5, 1, 1, 1", "3, 2, 1, 2"})
  void gradientsAreThoseOfTheForwardPass(int kernel, int stride, int h, int w) {
    Tensor4 x = new Tensor4(normals(random, 2 * 4 * h * w), 2, 4, h, w);
    assertGradients(Conv2d.full(4, 3, kernel, stride), x);
    assertGradients(Conv2d.depthwise(4, kernel, stride), x);
  }

  @Test
  void strideTwoCentresItsFirstWindowOnTheFirstPixel() {
    Tensor4 x = new Tensor4(new double[] {1, 2, 3, 4}, 1, 1, 1, 4);
    double[] weight = {0, 0, 0, 10, 100, 1000, 0, 0, 0};

    Tensor4 y = Conv2d.depthwise(1, 3, 2).forward(x, weight);

    assertThat(y.data()).containsExactly(100 * 1 + 1000 * 2, 10 * 2 + 100 * 3 + 1000 * 4);
  }

  private void assertGradients(Conv2d conv, Tensor4 x) {
    double[] weight = normals(random, conv.weights());
    double[] factors = normals(random, conv.forward(x, weight).data().length);
    Tensor4 y = conv.forward(x, weight);
    Conv2d.Gradients gradients = conv.backward(new Tensor4(factors, y.n(), y.c(), y.h(), y.w()));

    assertGradient(
        gradients.input().data(), x.data(), () -> dot(conv.forward(x, weight).data(), factors));
    assertGradient(gradients.weight(), weight, () -> dot(conv.forward(x, weight).data(), factors));
  }

  /** Zeros in the shape of the output: as many windows as fit, {@code stride} apart. */
  private static Tensor4 windows(Tensor4 x, int channels, int kernel, int stride) {
    int rows = 0;
    while (rows * stride + kernel <= x.h() + 2 * (kernel / 2)) {
      rows++;
    }
    int columns = 0;
    while (columns * stride + kernel <= x.w() + 2 * (kernel / 2)) {
      columns++;
    }
    return Tensor4.zeros(x.n(), channels, rows, columns);
  }

  /** Adds one kernel plane's part, tap by tap over a copy of the image with its padding. */
  private static void addWindows(
      Tensor4 x, int in, double[] weight, int plane, int kernel, int stride, Tensor4 y, int out) {
    int pad = kernel / 2;
    for (int image = 0; image < x.n(); image++) {
      double[][] padded = new double[x.h() + 2 * pad][x.w() + 2 * pad];
      for (int row = 0; row < x.h(); row++) {
        for (int column = 0; column < x.w(); column++) {
          padded[row + pad][column + pad] = x.at(image, in, row, column);
        }
      }
      for (int tap = 0; tap < kernel * kernel; tap++) {
        for (int column = 0; column < y.w(); column++) {
          for (int row = 0; row < y.h(); row++) {
            y.data()[y.index(image, out, row, column)] +=
                weight[plane + tap]
                    * padded[row * stride + tap / kernel][column * stride + tap % kernel];
          }
        }
      }
    }
  }

  private static void assertSame(Tensor4 actual, Tensor4 expected) {
    assertThat(new int[] {actual.n(), actual.c(), actual.h(), actual.w()})
        .containsExactly(expected.n(), expected.c(), expected.h(), expected.w());
    assertThat(actual.data()).containsExactly(expected.data(), within(1e-12));
  }
}
