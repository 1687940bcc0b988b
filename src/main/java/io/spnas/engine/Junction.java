package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where paths meet: the sum of what several layers compute, normalised, and of a residual, for any
 * number of readers.
 *
 * <pre>  y = residual + sum of batch norm(x) over the paths that are added</pre>
 *
 * <p>The gradient of y is that of each member too. Members that are observed give their batch
 * norm's gradients, and add nothing.
 */
final class Junction implements NetworkLayer, Source {
  private final String name;
  private final Kernels kernels;
  private final NativeTensor residual;
  private final NativeTensor kept;
  private final NativeTensor gradient;
  private final int[][] images;
  private final boolean[] begun;
  private NativeTensor bypass;
  private List<Activation> added;
  private List<Activation> observed = List.of();

  /**
   * @param name name of the layer whose output it is
   * @param kernels loops
   * @param residual what is added besides; null for nothing
   * @param kept memory of y
   * @param gradient memory of the gradient of y, and so of each member's
   * @param batch images a step
   * @param threads threads of the team
   */
  Junction(
      String name,
      Kernels kernels,
      NativeTensor residual,
      NativeTensor kept,
      NativeTensor gradient,
      int batch,
      int threads) {
    this.name = name;
    this.kernels = kernels;
    this.residual = residual;
    this.kept = kept;
    this.gradient = gradient;
    this.images = new int[threads][];
    this.begun = new boolean[batch];
  }

  /**
   * Says which members the next passes go over.
   *
   * @param toAdd those that are added; one at least where there is no residual
   * @param toObserve those that only get their batch norm's gradients
   */
  void use(List<Activation> toAdd, List<Activation> toObserve) {
    added = toAdd;
    observed = toObserve;
  }

  /** Whether there is something to add even if no path is taken. */
  boolean residual() {
    return residual != null;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare(Share share, boolean backwards) {
    images[share.thread()] = share.images(backwards);
  }

  @Override
  public void forward(Share share) {
    for (int n : images[share.thread()]) {
      NativeTensor sum = residual;
      for (Activation member : added) {
        member.activate(n, sum, kept.image(n));
        sum = kept;
      }
      if (added.isEmpty()) {
        NativeMemory.copy(residual.address(n), kept.address(n), imageBytes());
      }
    }
  }

  private long imageBytes() {
    return (long) geometry().imageFloats() * Float.BYTES;
  }

  @Override
  public boolean finishForward() {
    return true;
  }

  @Override
  public void backward(Share share) {
    for (int n : images[share.thread()]) {
      complete(n);
      for (List<Activation> members : List.of(added, observed)) {
        members.forEach(member -> member.reduce(share, n));
      }
    }
  }

  /** Makes an image's gradient of what its readers gave, none at all where they are left out. */
  private void complete(int image) {
    if (!begun[image]) {
      NativeMemory.clear(gradient.address(image), imageBytes());
    }
    begun[image] = false;
    if (bypass != null) {
      kernels.add(bypass.image(image), 0, gradient.image(image), 0, geometry().imageFloats());
    }
  }

  @Override
  public void finishBackward() {
    for (List<Activation> members : List.of(added, observed)) {
      members.forEach(Activation::finishBackward);
    }
  }

  @Override
  public double operations() {
    return 0;
  }

  @Override
  public Traffic traffic() {
    int readers = added.size() + observed.size();
    int floats = geometry().imageFloats();
    int forward = 1 + added.size() + (residual == null ? 0 : 1);
    int backward = 1 + readers + (bypass == null ? 0 : 2);
    return Traffic.floats(begun.length, (double) forward * floats, (double) backward * floats);
  }

  @Override
  public Geometry geometry() {
    return kept.geometry();
  }

  @Override
  public NativeTensor kept() {
    return kept;
  }

  @Override
  public void make(int image, ByteBuffer scratch) {
    // Made in the forward pass.
  }

  @Override
  public void read(int image, int channelBlock, int first, int pixels, float[] to, int at) {
    int block = geometry().block();
    long from = NativeMemory.at(kept.address(image, channelBlock), (long) first * block);
    NativeMemory.read(from, to, at, pixels * block);
  }

  @Override
  public NativeTensor gradient() {
    return gradient;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public void take(Share share, int image, int channelBlock, ByteBuffer part) {
    int at = gradient.at(channelBlock);
    ByteBuffer sum = gradient.image(image);
    int floats = geometry().planeFloats();
    if (begun[image]) {
      kernels.add(part, at, sum, at, floats);
    } else {
      sum.put(at, part, at, floats * Float.BYTES);
    }
  }

  @Override
  public void taken(Share share, int image) {
    begun[image] = true;
  }

  @Override
  public void alsoReadBy(NativeTensor sumGradient) {
    bypass = sumGradient;
  }
}
