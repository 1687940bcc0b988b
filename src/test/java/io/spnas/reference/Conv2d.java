package io.spnas.reference;

import java.util.Arrays;
import java.util.List;

/**
 * Convolution without bias, with {@code kernel / 2} zeros of padding on all four sides. Output
 * height and width are {@code (size + 2 * (kernel / 2) - kernel) / stride + 1}, rounded down.
 *
 * <p>A convolution is a set of products: an output position, a weight and an input position each.
 * Forward pass and both gradients are sums over that one set.
 */
public final class Conv2d {
  private final int inChannels;
  private final int outChannels;
  private final int kernel;
  private final int stride;
  private final int groups;
  private Tensor4 input;
  private double[] weight;
  private List<Integer> productsShape;
  private Products productsOfShape;

  private Conv2d(int inChannels, int outChannels, int kernel, int stride, int groups) {
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.kernel = kernel;
    this.stride = stride;
    this.groups = groups;
  }

  /** Every output channel sees every input channel; weights [out, in, kernel, kernel]. */
  public static Conv2d full(int inChannels, int outChannels, int kernel, int stride) {
    return new Conv2d(inChannels, outChannels, kernel, stride, 1);
  }

  /** Every output channel sees its own input channel; weights [channels, 1, kernel, kernel]. */
  public static Conv2d depthwise(int channels, int kernel, int stride) {
    return new Conv2d(channels, channels, kernel, stride, channels);
  }

  /**
   * What {@link #backward} finds.
   *
   * @param input gradient of the input, in its shape
   * @param weight gradient of the weights, in their order
   */
  public record Gradients(Tensor4 input, double[] weight) {}

  /** How many weights there are. */
  public int weights() {
    return outChannels * (inChannels / groups) * kernel * kernel;
  }

  /** Kernel area times the output channels that see an input channel. */
  int fanOut() {
    return outChannels / groups * kernel * kernel;
  }

  /** The convolution of x [N, in, H, W]; keeps what {@link #backward} needs. */
  public Tensor4 forward(Tensor4 x, double[] weights) {
    if (x.c() != inChannels || weights.length != weights()) {
      throw new IllegalArgumentException(
          String.format(
              "%d channels and %d weights, expected %d and %d",
              x.c(), weights.length, inChannels, weights()));
    }
    input = x;
    weight = weights;
    Tensor4 y = Tensor4.zeros(x.n(), outChannels, outSize(x.h()), outSize(x.w()));
    Products products = products(x, y);
    for (int k = 0; k < products.count; k++) {
      y.data()[products.output[k]] += weights[products.weight[k]] * x.data()[products.input[k]];
    }
    return y;
  }

  /** The gradients at the last {@link #forward}, from the output's gradient. */
  public Gradients backward(Tensor4 outputGradient) {
    Tensor4 inputGradient = Tensor4.zerosLike(input);
    double[] weightGradient = new double[weights()];
    Products products = products(input, outputGradient);
    for (int k = 0; k < products.count; k++) {
      int in = products.input[k];
      int w = products.weight[k];
      double toOutput = outputGradient.data()[products.output[k]];
      inputGradient.data()[in] += weight[w] * toOutput;
      weightGradient[w] += input.data()[in] * toOutput;
    }
    return new Gradients(inputGradient, weightGradient);
  }

  private int outSize(int size) {
    return (size + 2 * (kernel / 2) - kernel) / stride + 1;
  }

  /** Which output, weight and input meet in each product of the convolution. */
  private static final class Products {
    private int[] output = new int[1024];
    private int[] weight = new int[1024];
    private int[] input = new int[1024];
    private int count;

    void add(int out, int w, int in) {
      if (count == output.length) {
        output = Arrays.copyOf(output, 2 * count);
        weight = Arrays.copyOf(weight, 2 * count);
        input = Arrays.copyOf(input, 2 * count);
      }
      output[count] = out;
      weight[count] = w;
      input[count++] = in;
    }
  }

  /** The products for a shape of the input; found out once, since tests run a shape many times. */
  private Products products(Tensor4 x, Tensor4 y) {
    List<Integer> shape = List.of(x.n(), x.h(), x.w());
    if (!shape.equals(productsShape)) {
      productsShape = shape;
      productsOfShape = find(x, y);
    }
    return productsOfShape;
  }

  private Products find(Tensor4 x, Tensor4 y) {
    Products products = new Products();
    int inPerGroup = inChannels / groups;
    int outPerGroup = outChannels / groups;
    for (int image = 0; image < y.n(); image++) {
      for (int out = 0; out < outChannels; out++) {
        for (int i = 0; i < inPerGroup; i++) {
          int in = out / outPerGroup * inPerGroup + i;
          for (int oy = 0; oy < y.h(); oy++) {
            for (int ox = 0; ox < y.w(); ox++) {
              for (int ky = 0; ky < kernel; ky++) {
                for (int kx = 0; kx < kernel; kx++) {
                  int iy = oy * stride + ky - kernel / 2;
                  int ix = ox * stride + kx - kernel / 2;
                  if (iy >= 0 && iy < x.h() && ix >= 0 && ix < x.w()) {
                    products.add(
                        y.index(image, out, oy, ox),
                        ((out * inPerGroup + i) * kernel + ky) * kernel + kx,
                        x.index(image, in, iy, ix));
                  }
                }
              }
            }
          }
        }
      }
    }
    return products;
  }
}
