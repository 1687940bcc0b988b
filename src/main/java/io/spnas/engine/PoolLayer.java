package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.Arrays;

/** Global average pooling: features[n, c] = mean over the pixels. */
final class PoolLayer implements NetworkLayer {
  private final Activation input;
  private final Kernels kernels;
  private final float[] features;
  private final float[] featureGradient;
  private final float[][] padded;
  private final int[][] images;

  /**
   * @param input what is pooled, [N, C, H, W]
   * @param kernels loops
   * @param features gets the features, [N, C]
   * @param featureGradient their gradient, [N, C]
   * @param threads threads of the team
   */
  PoolLayer(
      Activation input, Kernels kernels, float[] features, float[] featureGradient, int threads) {
    this.input = input;
    this.kernels = kernels;
    this.features = features;
    this.featureGradient = featureGradient;
    Geometry geometry = input.geometry();
    this.images = new int[threads][];
    this.padded = new float[threads][geometry.blocks() * geometry.block()];
  }

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public void prepare(Share share, boolean backwards) {
    images[share.thread()] = share.images(backwards);
  }

  @Override
  public void forward(Share share) {
    int channels = input.geometry().channels();
    float[] sums = padded[share.thread()];
    for (int n : images[share.thread()]) {
      input.pool(n, sums, 0);
      for (int c = 0; c < channels; c++) {
        features[n * channels + c] = sums[c] / input.geometry().pixels();
      }
    }
  }

  @Override
  public boolean finishForward() {
    return true;
  }

  @Override
  public void backward(Share share) {
    Geometry geometry = input.geometry();
    int channels = geometry.channels();
    float[] gradients = padded[share.thread()];
    for (int n : images[share.thread()]) {
      for (int c = 0; c < channels; c++) {
        gradients[c] = featureGradient[n * channels + c] / geometry.pixels();
      }
      // Channels that only fill the last block up have no gradient.
      Arrays.fill(gradients, channels, gradients.length, 0f);
      for (int b = 0; b < geometry.blocks(); b++) {
        NativeTensor to = input.gradient();
        kernels.fill(gradients, b * geometry.block(), to.image(n), to.at(b), geometry.pixels());
      }
      input.reduce(share, n);
    }
  }

  @Override
  public void finishBackward() {
    input.finishBackward();
  }

  @Override
  public Traffic traffic() {
    Geometry in = input.geometry();
    int batch = features.length / in.channels();
    return Traffic.floats(
        batch, in.imageFloats() + in.channels(), 2.0 * in.imageFloats() + in.channels());
  }

  @Override
  public double operations() {
    return 0;
  }
}
