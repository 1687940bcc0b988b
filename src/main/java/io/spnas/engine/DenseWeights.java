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
  private final WeightRooms rooms;
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
   * @param kernels loops
   * @param rooms where memory comes from
   */
  DenseWeights(
      ConvolutionShape shape, Buffers buffers, int offset, Kernels kernels, WeightRooms rooms) {
    this.shape = shape;
    this.buffers = buffers;
    this.offset = offset;
    this.kernels = kernels;
    this.rooms = rooms;
    this.sums = new ByteBuffer[rooms.sums().length];
    this.sumAddresses = new long[sums.length];
  }

  /**
   * Settles layouts and allocates memory. Called once, by the keeper.
   *
   * @param share the keeper's
   */
  void prepare(Share share) {
    Primitives primitives = share.primitives();
    plain = share.weights();
    forward = primitives.forward(shape, 1, Memory.Format.any);
    forwardWeights = rooms.forward().floats(forward.weightFloats());
    packForward = primitives.pack(forward, plain, forwardWeights);
    if (sums.length > 0) {
      prepareBackward(primitives);
    }
  }

  private void prepareBackward(Primitives primitives) {
    if (!shape.images()) {
      backwardData = primitives.backwardData(forward, Memory.Format.any);
      backwardWeightsCopy = rooms.backward().floats(backwardData.weightFloats());
      packBackward = primitives.pack(backwardData, plain, backwardWeightsCopy);
    }
    backwardWeights = primitives.backwardWeights(forward, Memory.Format.any);
    long floats = backwardWeights.weightFloats();
    for (int t = 0; t < sums.length; t++) {
      sumAddresses[t] = rooms.sums()[t].floats(floats);
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

  private long gradientFloats() {
    return backwardWeights.weightFloats();
  }

  /** Sets the sum of a thread that has no images to 0. */
  void clear(int thread) {
    NativeMemory.clear(sumAddresses[thread], gradientFloats() * Float.BYTES);
  }

  /** Adds a further group's gradient, in the thread's scratch memory, to its sum. */
  void addFurther(Share share) {
    ByteBuffer sum = sums[share.thread()];
    kernels.add(share.weightGradientView(), 0, sum, 0, (int) gradientFloats());
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
