package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;

/**
 * A convolution without bias that pads to the 'same' size.
 *
 * @param in size of its input
 * @param out size of its output
 * @param kernel K, odd
 * @param stride stride down and across
 * @param above zeros above the first row; less than {@link #padding} in a part of a map
 * @param images whether the input is images in the plain layout [N, C, H, W]
 */
record ConvolutionShape(
    Geometry in, Geometry out, int kernel, int stride, int above, boolean images) {

  /** A convolution of maps. */
  static ConvolutionShape of(Geometry in, int channels, int kernel, int stride) {
    return new ConvolutionShape(
        in, strided(in, channels, stride), kernel, stride, kernel / 2, false);
  }

  /** A convolution of images. */
  static ConvolutionShape ofImages(Geometry in, int channels, int kernel, int stride) {
    return new ConvolutionShape(
        in, strided(in, channels, stride), kernel, stride, kernel / 2, true);
  }

  /**
   * The part of this convolution that computes some rows of its output, from those rows of its
   * input that they need.
   *
   * @param first first row of the output
   * @param rows how many; one at least
   */
  ConvolutionShape strip(int first, int rows) {
    int from = firstInputRow(first);
    Geometry read =
        new Geometry(in.channels(), endInputRow(first + rows) - from, in.width(), in.block());
    Geometry written = new Geometry(out.channels(), rows, out.width(), out.block());
    int zeros = Math.max(0, padding() - first * stride);
    return new ConvolutionShape(read, written, kernel, stride, zeros, images);
  }

  /** The first row of the input that a row of the output needs. */
  int firstInputRow(int row) {
    return Math.max(0, row * stride - padding());
  }

  /** The end, exclusive, of the rows of the input that rows before one of the output need. */
  int endInputRow(int end) {
    return Math.min(in.height(), (end - 1) * stride + kernel - padding());
  }

  private static Geometry strided(Geometry in, int channels, int stride) {
    return new Geometry(
        channels,
        (in.height() + stride - 1) / stride,
        (in.width() + stride - 1) / stride,
        in.block());
  }

  /** Zeros before the first column, and above the first row of a whole map. */
  int padding() {
    return kernel / 2;
  }

  /** Zeros behind the last column. */
  int right() {
    return behind(in.width(), out.width(), padding());
  }

  /** Zeros below the last row. */
  int below() {
    return behind(in.height(), out.height(), above);
  }

  private int behind(int inSize, int outSize, int before) {
    return Math.max(0, (outSize - 1) * stride + kernel - inSize - before);
  }

  /** Weights of a full convolution, [out, in, K, K]. */
  int weights() {
    return out.channels() * in.channels() * kernel * kernel;
  }

  /** Room that they take where channels fill whole blocks, but for those of images. */
  long packedWeights() {
    long from = images ? in.channels() : (long) in.blocks() * in.block();
    return from * out.blocks() * out.block() * kernel * kernel;
  }
}
