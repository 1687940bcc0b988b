package io.spnas.engine;

/**
 * What a layer moves between memory and processor at least, in bytes: activations and gradients as
 * they lie in memory, channels that fill the last block up included, each once. Weights, residuals
 * and activations that are kept besides are left out.
 *
 * @param forward bytes of the forward pass
 * @param backward bytes of the backward pass
 */
record Traffic(double forward, double backward) {
  /** A convolution, which reads x and writes y; backward it reads dy, y and x, and writes dx. */
  static Traffic of(ConvolutionShape shape, int batch) {
    double out = shape.out().imageFloats();
    if (shape.images()) {
      // Images lie in memory without further channels, and have no gradient.
      double images = (double) shape.in().channels() * shape.in().pixels();
      return floats(batch, images + out, 2 * out + images);
    }
    double in = shape.in().imageFloats();
    return floats(batch, in + out, 2 * out + 2 * in);
  }

  /**
   * Of floats.
   *
   * @param batch images
   * @param forward floats of an image in the forward pass
   * @param backward floats of an image in the backward pass
   */
  static Traffic floats(int batch, double forward, double backward) {
    return new Traffic(batch * forward * Float.BYTES, batch * backward * Float.BYTES);
  }
}
