package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import io.spnas.engine.Primitives.Direction;
import io.spnas.engine.Primitives.Run;
import java.nio.ByteBuffer;

/**
 * The weights of a full convolution in MKL-DNN's layouts, and their gradient: each thread has a sum
 * of its own, and one of them, the layer's keeper, adds them up.
 */
final class DenseWeights implements LayerWeights {
  private final ConvolutionShape shape;
  private final Buffers buffers;
  private final int offset;
  private final Arena arena;
  private final Kernels kernels;
  private final ByteBuffer[] sums;

  private Direction forward;
  private Direction backwardData;
  private Direction backwardWeights;
  private long forwardWeights;
  private long backwardWeightsCopy;
  private long[] sumAddresses;
  private long plain;
  private Run packForward;
  private Run packBackward;
  private Run unpack;

  /**
   * @param shape the convolution
   * @param buffers flat arrays of weights and gradients
   * @param offset where in them the weights lie
   * @param threads threads of the team
   * @param kernels loops
   * @param arena where memory comes from
   */
  DenseWeights(
      ConvolutionShape shape,
      Buffers buffers,
      int offset,
      int threads,
      Kernels kernels,
      Arena arena) {
    this.shape = shape;
    this.buffers = buffers;
    this.offset = offset;
    this.kernels = kernels;
    this.arena = arena;
    this.sums = new ByteBuffer[threads];
    this.sumAddresses = new long[threads];
  }

  /**
   * Settles layouts and allocates memory. Called once, by the keeper.
   *
   * @param primitives the keeper's
   * @param plain memory for the plain weights of the keeper's largest layer
   */
  void prepare(Primitives primitives, long plain) {
    this.plain = plain;
    forward = primitives.forward(shape, 1, Memory.Format.any);
    forwardWeights = arena.floats(forward.weightFloats());
    packForward = primitives.pack(forward, plain, forwardWeights);
    if (!shape.images()) {
      backwardData = primitives.backwardData(forward, Memory.Format.any);
      backwardWeightsCopy = arena.floats(backwardData.weightFloats());
      packBackward = primitives.pack(backwardData, plain, backwardWeightsCopy);
    }
    backwardWeights = primitives.backwardWeights(forward, Memory.Format.any);
    long floats = backwardWeights.weightFloats();
    for (int t = 0; t < sums.length; t++) {
      sumAddresses[t] = arena.floats(floats);
      sums[t] = NativeMemory.view(sumAddresses[t], floats * Float.BYTES);
    }
    unpack = primitives.unpack(backwardWeights, sumAddresses[0], plain);
  }

  int forwardLayout() {
    return forward.layout();
  }

  int backwardDataLayout() {
    return backwardData.layout();
  }

  int gradientLayout() {
    return backwardWeights.layout();
  }

  /** Weights in the forward pass's layout. */
  long forward() {
    return forwardWeights;
  }

  /** Weights in the layout that the input's gradient takes. */
  long backwardData() {
    return backwardWeightsCopy;
  }

  /** A thread's sum of gradients. */
  long sum(int thread) {
    return sumAddresses[thread];
  }

  /** Floats of the gradient in its layout. */
  long gradientFloats() {
    return backwardWeights.weightFloats();
  }

  /** Sets the sum of a thread that has no images to 0. */
  void clear(int thread) {
    NativeMemory.clear(sumAddresses[thread], gradientFloats() * Float.BYTES);
  }

  /** Adds a group's gradient to a thread's sum. */
  void add(int thread, ByteBuffer gradient) {
    kernels.add(gradient, 0, sums[thread], 0, (int) gradientFloats());
  }

  @Override
  public void load() {
    NativeMemory.write(buffers.weights(), offset, plain, shape.weights());
    packForward.run();
    if (packBackward != null) {
      packBackward.run();
    }
  }

  @Override
  public void unload() {
    for (int t = 1; t < sums.length; t++) {
      kernels.add(sums[t], 0, sums[0], 0, (int) gradientFloats());
    }
    unpack.run();
    NativeMemory.read(plain, buffers.gradients(), offset, shape.weights());
  }
}
