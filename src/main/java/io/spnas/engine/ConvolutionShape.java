package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;

/**
 * A convolution without bias that pads to the 'same' size.
 *
 * @param in size of its input
 * @param out size of its output
 * @param kernel K, odd
 * @param stride stride down and across
 * @param images whether the input is images in the plain layout [N, C, H, W]
 */
record ConvolutionShape(Geometry in, Geometry out, int kernel, int stride, boolean images) {

  /** A convolution of maps. */
  static ConvolutionShape of(Geometry in, int channels, int kernel, int stride) {
    return new ConvolutionShape(in, strided(in, channels, stride), kernel, stride, false);
  }

  /** A convolution of images. */
  static ConvolutionShape ofImages(Geometry in, int channels, int kernel, int stride) {
    return new ConvolutionShape(in, strided(in, channels, stride), kernel, stride, true);
  }

  private static Geometry strided(Geometry in, int channels, int stride) {
    return new Geometry(
        channels,
        (in.height() + stride - 1) / stride,
        (in.width() + stride - 1) / stride,
        in.block());
  }

  /** Zeros before the first row and column. */
  int padding() {
    return kernel / 2;
  }

  /** Zeros behind the last row or column. */
  int paddingBehind(int inSize, int outSize) {
    return Math.max(0, (outSize - 1) * stride + kernel - inSize - padding());
  }

  /** Weights of a full convolution, [out, in, K, K]. */
  int weights() {
    return out.channels() * in.channels() * kernel * kernel;
  }
}
