package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.Kernels.Channels;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one layer computes and the next one reads: x, through batch norm and activation, plus a
 * residual where there is one.
 *
 * <pre>  y = activation(batch norm(x)) + residual</pre>
 *
 * <p>Only x is kept from the forward to the backward pass; y is made again from it when it is
 * needed, while it is in the cache. Residuals and what they are added to are kept besides.
 */
final class Activation implements Source {
  private final NativeTensor values;
  private final Normalization norm;
  private final Channels[] channels;
  private final Kernels kernels;
  private final NativeTensor residual;
  private final NativeTensor kept;
  private final NativeTensor gradient;
  private NativeTensor bypass;

  /**
   * @param values x
   * @param norm batch norm
   * @param bounds of the activation
   * @param kernels loops
   * @param residual what is added behind the activation; null for nothing
   * @param kept memory of y; null if y is made when it is needed
   * @param gradient memory of the gradient of y; null where it is not made
   */
  Activation(
      NativeTensor values,
      Normalization norm,
      Bounds bounds,
      Kernels kernels,
      NativeTensor residual,
      NativeTensor kept,
      NativeTensor gradient) {
    this.values = values;
    this.norm = norm;
    this.channels = new Channels[values.geometry().blocks()];
    Arrays.setAll(channels, b -> new Channels(norm.rows(), norm.row(b), bounds));
    this.kernels = kernels;
    this.residual = residual;
    this.kept = kept;
    this.gradient = gradient;
  }

  @Override
  public void alsoReadBy(NativeTensor sumGradient) {
    bypass = sumGradient;
  }

  @Override
  public NativeTensor.Geometry geometry() {
    return values.geometry();
  }

  /** x, written by the layer before. */
  NativeTensor values() {
    return values;
  }

  @Override
  public NativeTensor kept() {
    return kept;
  }

  @Override
  public NativeTensor gradient() {
    return gradient;
  }

  @Override
  public boolean shared() {
    return false;
  }

  private int pixels() {
    return geometry().pixels();
  }

  /** Adds an image to a thread's statistics of x. */
  void addMoments(Share share, int image) {
    for (int b = 0; b < geometry().blocks(); b++) {
      addMoments(share, image, b);
    }
    count(share);
  }

  /** Adds one block of channels of an image; {@link #count} follows when all are added. */
  void addMoments(Share share, int image, int channelBlock) {
    int thread = share.thread();
    int block = geometry().block();
    float[] origin = norm.origin(thread);
    int at = values.at(channelBlock);
    if (norm.isEmpty(thread)) {
      NativeMemory.read(values.address(image) + at, origin, channelBlock * block, block);
    }
    kernels.moments(
        values.image(image), at, pixels(), origin, channelBlock * block, norm.plane(thread));
    norm.add(thread, channelBlock);
  }

  /** Counts an image that was added block by block. */
  void count(Share share) {
    norm.count(share.thread(), pixels());
  }

  /**
   * Ends the forward pass of the layer before: all threads' statistics are in.
   *
   * @return whether they are numbers
   */
  boolean finishForward() {
    return norm.finishForward();
  }

  @Override
  public void make(int image, ByteBuffer scratch) {
    activate(image, residual, kept == null ? scratch : kept.image(image));
  }

  /**
   * Makes y of an image with a residual.
   *
   * @param addend the residual, may lie where y does; null for none
   */
  void activate(int image, NativeTensor addend, ByteBuffer to) {
    for (int b = 0; b < geometry().blocks(); b++) {
      int at = values.at(b);
      ByteBuffer x = values.image(image);
      if (addend == null) {
        kernels.activate(x, at, pixels(), channels[b], to, at);
      } else {
        ByteBuffer r = addend.image(image);
        kernels.activateAndAdd(x, at, pixels(), channels[b], r, to, at);
      }
    }
  }

  @Override
  public void read(int image, int channelBlock, int first, int pixels, float[] to, int at) {
    if (kept != null) {
      long from = NativeMemory.at(kept.address(image, channelBlock), first * geometry().block());
      NativeMemory.read(from, to, at, pixels * geometry().block());
      return;
    }
    kernels.activate(
        values.image(image), position(channelBlock, first), pixels, channels[channelBlock], to, at);
  }

  private int position(int channelBlock, int pixel) {
    return values.at(channelBlock) + pixel * geometry().block() * Float.BYTES;
  }

  /** Sums of activations over the pixels, for each channel of an image. */
  void pool(int image, float[] to, int at) {
    for (int b = 0; b < geometry().blocks(); b++) {
      kernels.pool(
          values.image(image),
          values.at(b),
          pixels(),
          channels[b],
          to,
          at + b * geometry().block());
    }
  }

  /** Completes an image's gradient of y, and adds it to a thread's sums. */
  void reduce(Share share, int image) {
    for (int b = 0; b < geometry().blocks(); b++) {
      reduce(share, image, b);
    }
    count(share);
  }

  @Override
  public void take(Share share, int image, int channelBlock, ByteBuffer part) {
    reduce(share, image, channelBlock);
  }

  @Override
  public void taken(Share share, int image) {
    count(share);
  }

  private void reduce(Share share, int image, int channelBlock) {
    int at = values.at(channelBlock);
    ByteBuffer dy = gradient.image(image);
    if (bypass != null) {
      kernels.add(bypass.image(image), at, dy, at, geometry().planeFloats());
    }
    kernels.reduce(
        dy, values.image(image), at, pixels(), channels[channelBlock], norm.plane(share.thread()));
    norm.add(share.thread(), channelBlock);
  }

  /** Ends the backward pass of the layer behind: all threads' sums are in. */
  @Override
  public void finishBackward() {
    norm.finishBackward();
  }

  /** Makes the gradient of x of an image. */
  void differentiate(int image, ByteBuffer to) {
    for (int b = 0; b < geometry().blocks(); b++) {
      kernels.differentiate(
          gradient.image(image),
          values.image(image),
          values.at(b),
          pixels(),
          channels[b],
          to,
          values.at(b));
    }
  }

  /** Makes a piece of the gradient of x in an array; see {@link #read}. */
  void differentiate(int image, int channelBlock, int first, int pixels, float[] to, int at) {
    kernels.differentiate(
        gradient.image(image),
        values.image(image),
        position(channelBlock, first),
        pixels,
        channels[channelBlock],
        to,
        at);
  }
}
