package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.AlgKind;
import com.intel.analytics.bigdl.mkl.DataType;
import com.intel.analytics.bigdl.mkl.Engine;
import com.intel.analytics.bigdl.mkl.Memory;
import com.intel.analytics.bigdl.mkl.MklDnn;
import com.intel.analytics.bigdl.mkl.PropKind;
import com.intel.analytics.bigdl.mkl.Query;
import com.intel.analytics.bigdl.mkl.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * One thread's convolutions and reorders in MKL-DNN, through BigDL's natives. What a primitive
 * reads and writes is fixed when it is made, so that running one is a single call.
 *
 * <p>Made and run by the same thread: MKL-DNN's scratch memory is a thread's own.
 */
final class Primitives implements AutoCloseable {
  private static final int FP32 = DataType.F32;
  private static final int DIRECT = AlgKind.ConvolutionDirect;
  private static final int ZEROS = MklDnn.PaddingKind.mkldnnPaddingZero;

  private final long stream = Stream.Create(Stream.Kind.Eager);
  private final List<Long> primitives = new ArrayList<>();
  private final List<Long> descriptions = new ArrayList<>();
  private final List<Long> attributes = new ArrayList<>();

  /** MKL-DNN's engine of this JVM. */
  private static final class Cpu {
    static final long ENGINE = Engine.Create(Engine.Kind.Cpu, 0);
  }

  /** What a convolution does to each value behind its bias. */
  enum After {
    /** Nothing. */
    NOTHING {
      @Override
      void append(long operations) {}
    },
    /** Adds what the memory of the output held before. */
    ADDITION {
      @Override
      void append(long operations) {
        MklDnn.PostOpsAppendSum(operations, 1);
      }
    },
    /** max(x, 0). */
    RELU {
      @Override
      void append(long operations) {
        MklDnn.PostOpsAppendEltwise(operations, 1, AlgKind.EltwiseRelu, 0, 0);
      }
    },
    /** min(max(x, 0), 6). */
    RELU6 {
      @Override
      void append(long operations) {
        MklDnn.PostOpsAppendEltwise(operations, 1, AlgKind.EltwiseBoundedRelu, 6, 0);
      }
    };

    abstract void append(long operations);
  }

  /** Runs of one convolution with the same addresses. */
  final class Run {
    private final long[] primitive;

    private Run(long primitive) {
      this.primitive = new long[] {primitive};
    }

    void run() {
      Stream.Submit(stream, 1, primitive);
    }
  }

  /**
   * A convolution for a number of images, in one of its three directions.
   *
   * @param shape the convolution
   * @param count images
   * @param description MKL-DNN's primitive description
   * @param weights MKL-DNN's description of the weights, or of their gradient
   */
  record Direction(ConvolutionShape shape, int count, long description, long weights) {
    /** MKL-DNN's layout of the weights. */
    int layout() {
      return Memory.GetLayout(MklDnn.PrimitiveDescQueryMemory(weights));
    }

    /** Room that the weights take in their layout. */
    long weightFloats() {
      return MklDnn.PrimitiveDescGetSize(weights) / Float.BYTES;
    }
  }

  /** The layout that MKL-DNN likes best for activations on this processor. */
  static int preferredLayout() {
    BigDl.start(1);
    try (Primitives probe = new Primitives()) {
      int[] maps = {1, 16, 8, 8};
      long any = MklDnn.MemoryDescInit(4, maps, FP32, Memory.Format.any);
      long weights = MklDnn.MemoryDescInit(4, new int[] {16, 16, 1, 1}, FP32, Memory.Format.any);
      int[] one = {1, 1};
      int[] none = {0, 0};
      long operation =
          MklDnn.ConvForwardDescInit(
              PropKind.ForwardTraining, DIRECT, any, weights, 0L, any, one, none, none, ZEROS);
      long description = probe.describe(operation, 0L);
      long target = MklDnn.PrimitiveDescQueryPd(description, Query.DstPd, 0);
      return Memory.GetLayout(MklDnn.PrimitiveDescQueryMemory(target));
    }
  }

  private static long maps(NativeTensor.Geometry geometry, int count, boolean plain) {
    int[] size = {count, geometry.channels(), geometry.height(), geometry.width()};
    return MklDnn.MemoryDescInit(4, size, FP32, plain ? Memory.Format.nchw : Lanes.layout());
  }

  private static long weights(ConvolutionShape shape, int layout) {
    int[] size = {shape.out().channels(), shape.in().channels(), shape.kernel(), shape.kernel()};
    return MklDnn.MemoryDescInit(4, size, FP32, layout);
  }

  private static int[] strides(ConvolutionShape shape) {
    return new int[] {shape.stride(), shape.stride()};
  }

  private static int[] before(ConvolutionShape shape) {
    return new int[] {shape.above(), shape.padding()};
  }

  private static int[] behind(ConvolutionShape shape) {
    return new int[] {shape.below(), shape.right()};
  }

  private long describe(long operation, long hint) {
    long description = MklDnn.PrimitiveDescCreate(operation, Cpu.ENGINE, hint);
    descriptions.add(description);
    return description;
  }

  private Direction direction(ConvolutionShape shape, int count, long description, int query) {
    long weights = MklDnn.PrimitiveDescQueryPd(description, query, 0);
    return new Direction(shape, count, description, weights);
  }

  /**
   * The forward pass.
   *
   * @param layout layout of the weights; {@code Memory.Format.any} for the one MKL-DNN likes best
   */
  Direction forward(ConvolutionShape shape, int count, int layout) {
    long operation =
        MklDnn.ConvForwardDescInit(
            PropKind.ForwardTraining,
            DIRECT,
            maps(shape.in(), count, shape.images()),
            weights(shape, layout),
            0L,
            maps(shape.out(), count, false),
            strides(shape),
            before(shape),
            behind(shape),
            ZEROS);
    return direction(shape, count, describe(operation, 0L), Query.WeightsPd);
  }

  /**
   * The forward pass of a network in evaluation, with a bias for each channel of the output.
   *
   * @param layout layout of the weights; see {@link #forward}
   * @param after what else is done to each value while it is in a register
   */
  Direction inference(ConvolutionShape shape, int count, int layout, After after) {
    int[] channels = {shape.out().channels()};
    long operation =
        MklDnn.ConvForwardDescInit(
            PropKind.ForwardInference,
            DIRECT,
            maps(shape.in(), count, shape.images()),
            weights(shape, layout),
            MklDnn.MemoryDescInit(1, channels, FP32, Memory.Format.x),
            maps(shape.out(), count, false),
            strides(shape),
            before(shape),
            behind(shape),
            ZEROS);
    long description = MklDnn.PrimitiveDescCreateV2(operation, attributes(after), Cpu.ENGINE, 0L);
    descriptions.add(description);
    return direction(shape, count, description, Query.WeightsPd);
  }

  private long attributes(After after) {
    long operations = MklDnn.CreatePostOps();
    after.append(operations);
    long attribute = MklDnn.CreateAttr();
    attributes.add(attribute);
    MklDnn.AttrSetPostOps(attribute, operations);
    MklDnn.DestroyPostOps(operations);
    return attribute;
  }

  /** The gradient of the input; see {@link #forward}. */
  Direction backwardData(Direction forward, int layout) {
    ConvolutionShape shape = forward.shape();
    long operation =
        MklDnn.ConvBackwardDataDescInit(
            DIRECT,
            maps(shape.in(), forward.count(), shape.images()),
            weights(shape, layout),
            maps(shape.out(), forward.count(), false),
            strides(shape),
            before(shape),
            behind(shape),
            ZEROS);
    long description = describe(operation, forward.description());
    return direction(shape, forward.count(), description, Query.WeightsPd);
  }

  /** The gradient of the weights; see {@link #forward}. */
  Direction backwardWeights(Direction forward, int layout) {
    ConvolutionShape shape = forward.shape();
    long operation =
        MklDnn.ConvBackwardWeightsDescInit(
            DIRECT,
            maps(shape.in(), forward.count(), shape.images()),
            weights(shape, layout),
            0L,
            maps(shape.out(), forward.count(), false),
            strides(shape),
            before(shape),
            behind(shape),
            ZEROS);
    long description = describe(operation, forward.description());
    return direction(shape, forward.count(), description, Query.DiffWeightsPd);
  }

  /** Memory of a query of a description, at an address. */
  private long memory(long description, int query, long address) {
    return memory(MklDnn.PrimitiveDescQueryPd(description, query, 0), address);
  }

  private long memory(long format, long address) {
    long memory = MklDnn.PrimitiveCreate0(format);
    primitives.add(memory);
    Memory.SetDataHandle(memory, address, 0);
    return memory;
  }

  private Run run(long description, long[] sources, long target) {
    long primitive =
        MklDnn.PrimitiveCreate2(
            description, sources, new int[sources.length], sources.length, new long[] {target}, 1);
    primitives.add(primitive);
    return new Run(primitive);
  }

  /** out = in * weights. */
  Run forward(Direction direction, long in, long weights, long out) {
    long description = direction.description();
    long[] sources = {memory(description, Query.SrcPd, in), memory(direction.weights(), weights)};
    return run(description, sources, memory(description, Query.DstPd, out));
  }

  /** out = after(in * weights + bias). */
  Run inference(Direction direction, long in, long weights, long bias, long out) {
    long description = direction.description();
    long[] sources = {
      memory(description, Query.SrcPd, in),
      memory(direction.weights(), weights),
      memory(MklDnn.PrimitiveDescQueryPd(description, Query.WeightsPd, 1), bias)
    };
    return run(description, sources, memory(description, Query.DstPd, out));
  }

  /** The gradient of in, from that of out. */
  Run backwardData(Direction direction, long outGradient, long weights, long inGradient) {
    long description = direction.description();
    long[] sources = {
      memory(description, Query.DiffDstPd, outGradient), memory(direction.weights(), weights)
    };
    return run(description, sources, memory(description, Query.DiffSrcPd, inGradient));
  }

  /** The gradient of the weights, from in and the gradient of out. */
  Run backwardWeights(Direction direction, long in, long outGradient, long weightGradient) {
    long description = direction.description();
    long[] sources = {
      memory(description, Query.SrcPd, in), memory(description, Query.DiffDstPd, outGradient)
    };
    return run(description, sources, memory(direction.weights(), weightGradient));
  }

  /** Copies weights [out, in, K, K] into a direction's layout. */
  Run pack(Direction direction, long plain, long packed) {
    return reorder(plainWeights(direction), plain, direction.weights(), packed);
  }

  /** Copies weights in a direction's layout to [out, in, K, K]. */
  Run unpack(Direction direction, long packed, long plain) {
    return reorder(direction.weights(), packed, plainWeights(direction), plain);
  }

  private long plainWeights(Direction direction) {
    long plain =
        MklDnn.MemoryPrimitiveDescCreate(
            weights(direction.shape(), Memory.Format.oihw), Cpu.ENGINE);
    descriptions.add(plain);
    return plain;
  }

  private Run reorder(long from, long fromAddress, long to, long toAddress) {
    long description = MklDnn.ReorderPrimitiveDescCreate(from, to);
    descriptions.add(description);
    return run(description, new long[] {memory(from, fromAddress)}, memory(to, toAddress));
  }

  @Override
  public void close() {
    primitives.forEach(MklDnn::PrimitiveDestroy);
    primitives.clear();
    descriptions.forEach(MklDnn::PrimitiveDescDestroy);
    descriptions.clear();
    attributes.forEach(MklDnn::DestroyAttr);
    attributes.clear();
    Stream.Destroy(stream);
  }
}
