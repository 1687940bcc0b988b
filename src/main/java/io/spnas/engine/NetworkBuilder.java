package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.space.MbConv;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds the layers of a network up to its pooled features, and the memory that they share. */
final class NetworkBuilder {
  private final NetworkShape shape;
  private final int batch;
  private final double epsilon;
  private final ParameterLayout layout;
  private final Buffers buffers;
  private final int threads;
  private final Arena arena;
  private final Kernels kernels = Lanes.kernels();
  private final List<NetworkLayer> layers = new ArrayList<>();
  private final List<DenseLayer> dense = new ArrayList<>();
  private final List<DepthwiseLayer> depthwise = new ArrayList<>();
  private long scratchFloats;
  private long weightFloats;

  /** Gradients inside a block: of what the expansion, and of what the depthwise part computes. */
  private final Slot expanded = new Slot();

  private final Slot filtered = new Slot();

  /** Gradients between blocks, in turns. */
  private final Slot[] between = {new Slot(), new Slot()};

  /** Memory that several tensors use, one after the other. */
  private final class Slot {
    private long floats;
    private long address;

    NativeTensor tensor(Geometry geometry) {
      if (address == 0) {
        address = arena.floats(floats);
      }
      return new NativeTensor(geometry, batch, address);
    }

    void reserve(Geometry geometry) {
      floats = Math.max(floats, (long) batch * geometry.imageFloats());
    }
  }

  /**
   * What is built.
   *
   * @param layers all layers, in order
   * @param dense the full convolutions among them
   * @param depthwise the depthwise convolutions among them
   * @param images memory of the images, [N, 3, S, S]
   * @param scratchFloats scratch memory that a thread needs
   * @param weightFloats floats of the largest full convolution's weights
   */
  record Built(
      List<NetworkLayer> layers,
      List<DenseLayer> dense,
      List<DepthwiseLayer> depthwise,
      long images,
      long scratchFloats,
      long weightFloats) {}

  NetworkBuilder(
      NetworkShape shape,
      int batch,
      double epsilon,
      ParameterLayout layout,
      Buffers buffers,
      int threads,
      Arena arena) {
    this.shape = shape;
    this.batch = batch;
    this.epsilon = epsilon;
    this.layout = layout;
    this.buffers = buffers;
    this.threads = threads;
    this.arena = arena;
  }

  /**
   * Builds the layers.
   *
   * @param features gets the pooled features, [N, headChannels]
   * @param featureGradient their gradient
   */
  Built build(float[] features, float[] featureGradient) {
    List<BlockShapes> blocks = new ArrayList<>();
    Geometry image = new Geometry(3, shape.inputSize(), shape.inputSize(), kernels.block());
    ConvolutionShape stem =
        ConvolutionShape.ofImages(image, shape.stemChannels(), 3, shape.stemStride());
    Geometry size = stem.out();
    for (MbConv block : shape.blocks()) {
      blocks.add(BlockShapes.of(size, block));
      size = blocks.get(blocks.size() - 1).project().out();
    }
    ConvolutionShape head = ConvolutionShape.of(size, shape.headChannels(), 1, 1);
    reserve(stem, blocks, head);

    long images = arena.floats((long) batch * 3 * image.pixels());
    Activation current = activation("stem", stem.out(), bounds(), null, residual(0), between[0]);
    add(
        DenseLayer.ofImages(
            "stem", stem, batch, weights("stem", stem), images, current, threads, arena));
    for (int i = 0; i < blocks.size(); i++) {
      current = block(i, blocks.get(i), current);
    }
    Activation top = activation("head", head.out(), bounds(), null, false, expanded);
    add(dense("head", head, current, top));
    layers.add(new PoolLayer(top, kernels, features, featureGradient, threads));
    return new Built(layers, dense, depthwise, images, scratchFloats, weightFloats);
  }

  /** The convolutions of a block; no expansion where the ratio is 1. */
  private record BlockShapes(
      ConvolutionShape expand, ConvolutionShape depthwise, ConvolutionShape project) {
    static BlockShapes of(Geometry in, MbConv block) {
      int inner = block.innerChannels();
      ConvolutionShape expand = block.expansion() > 1 ? ConvolutionShape.of(in, inner, 1, 1) : null;
      Geometry wide = expand == null ? in : expand.out();
      ConvolutionShape depthwise = ConvolutionShape.of(wide, inner, block.kernel(), block.stride());
      return new BlockShapes(
          expand, depthwise, ConvolutionShape.of(depthwise.out(), block.outChannels(), 1, 1));
    }
  }

  private void reserve(ConvolutionShape stem, List<BlockShapes> blocks, ConvolutionShape head) {
    between[0].reserve(stem.out());
    expanded.reserve(head.out());
    Stream.of(stem, head).forEach(this::reserveScratch);
    for (int i = 0; i < blocks.size(); i++) {
      BlockShapes block = blocks.get(i);
      if (block.expand() != null) {
        expanded.reserve(block.expand().out());
        reserveScratch(block.expand());
      }
      filtered.reserve(block.depthwise().out());
      between[(i + 1) % 2].reserve(block.project().out());
      reserveScratch(block.project());
    }
  }

  private void reserveScratch(ConvolutionShape convolution) {
    Geometry largest = DenseLayer.largest(convolution);
    scratchFloats = Math.max(scratchFloats, Share.scratchFloats(largest));
    weightFloats = Math.max(weightFloats, convolution.weights());
  }

  private Bounds bounds() {
    return switch (shape.activation()) {
      case RELU -> Bounds.RELU;
      case RELU6 -> Bounds.RELU6;
    };
  }

  /** Whether a block adds its input to its output. */
  private boolean residual(int block) {
    return block < shape.blocks().size() && shape.blocks().get(block).residual();
  }

  private Activation block(int index, BlockShapes shapes, Activation input) {
    String name = "block" + index;
    Activation wide = input;
    if (shapes.expand() != null) {
      wide = activation(name + ".expand", shapes.expand().out(), bounds(), null, false, expanded);
      add(dense(name + ".expand", shapes.expand(), input, wide));
    }
    Activation deep =
        activation(name + ".depthwise", shapes.depthwise().out(), bounds(), null, false, filtered);
    add(depthwise(name + ".depthwise", shapes.depthwise(), wide, deep));
    Activation output =
        activation(
            name + ".project",
            shapes.project().out(),
            Bounds.NONE,
            residual(index) ? input.kept() : null,
            residual(index) || residual(index + 1),
            between[(index + 1) % 2]);
    if (residual(index)) {
      input.alsoReadBy(output);
    }
    add(dense(name + ".project", shapes.project(), deep, output));
    return output;
  }

  private Activation activation(
      String name,
      Geometry geometry,
      Bounds bounds,
      NativeTensor residual,
      boolean keep,
      Slot gradient) {
    Normalization.Places places =
        new Normalization.Places(
            buffers, layout.slot(name + ".bn").offset(), layout.statistic(name + ".bn").offset());
    return new Activation(
        NativeTensor.allocate(geometry, batch, arena),
        new Normalization(geometry, epsilon, places, threads),
        bounds,
        kernels,
        residual,
        keep ? NativeTensor.allocate(geometry, batch, arena) : null,
        gradient.tensor(geometry));
  }

  private DenseWeights weights(String name, ConvolutionShape convolution) {
    int offset = layout.slot(name + ".conv").offset();
    return new DenseWeights(convolution, buffers, offset, threads, kernels, arena);
  }

  private DenseLayer dense(
      String name, ConvolutionShape convolution, Activation input, Activation output) {
    return DenseLayer.of(
        name, convolution, batch, weights(name, convolution), input, output, threads, arena);
  }

  private DepthwiseLayer depthwise(
      String name, ConvolutionShape convolution, Activation input, Activation output) {
    int offset = layout.slot(name + ".conv").offset();
    DepthwiseWeights weights = new DepthwiseWeights(convolution, buffers, offset, threads);
    return new DepthwiseLayer(name, convolution, batch, weights, input, output, threads);
  }

  private void add(DenseLayer layer) {
    layers.add(layer);
    dense.add(layer);
  }

  private void add(DepthwiseLayer layer) {
    layers.add(layer);
    depthwise.add(layer);
  }
}
