package io.spnas.reference;

/**
 * A dense tensor [N, C, H, W], W fastest.
 *
 * @param data the values, {@code n * c * h * w} of them
 * @param n images
 * @param c channels
 * @param h height
 * @param w width
 */
public record Tensor4(double[] data, int n, int c, int h, int w) {

  /** Checks that the values fill the shape. */
  public Tensor4 {
    if (data.length != n * c * h * w) {
      throw new IllegalArgumentException(
          String.format("%d values for shape [%d, %d, %d, %d]", data.length, n, c, h, w));
    }
  }

  /** A tensor of zeros. */
  public static Tensor4 zeros(int n, int c, int h, int w) {
    return new Tensor4(new double[n * c * h * w], n, c, h, w);
  }

  /** A tensor of zeros in the shape of another. */
  public static Tensor4 zerosLike(Tensor4 other) {
    return zeros(other.n, other.c, other.h, other.w);
  }

  /** Where in {@link #data} a value lies. */
  public int index(int image, int channel, int y, int x) {
    return ((image * c + channel) * h + y) * w + x;
  }

  /** One value. */
  public double at(int image, int channel, int y, int x) {
    return data[index(image, channel, y, x)];
  }

  /** The sum of two tensors of one shape. */
  public Tensor4 plus(Tensor4 other) {
    Tensor4 sum = zerosLike(this);
    for (int i = 0; i < data.length; i++) {
      sum.data[i] = data[i] + other.data[i];
    }
    return sum;
  }

  /** The product, value by value, with factors in this tensor's order. */
  public Tensor4 times(double[] factors) {
    Tensor4 product = zerosLike(this);
    for (int i = 0; i < data.length; i++) {
      product.data[i] = data[i] * factors[i];
    }
    return product;
  }
}
