package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.NativeTensor.Geometry;
import java.util.ArrayList;
import java.util.List;

/** Makes the layers of one network, and keeps what there is to prepare before they run. */
final class LayerFactory {
  private final Site site;
  private final Bounds bounds;
  private final Kernels kernels;
  private final List<Placed> placed = new ArrayList<>();
  private final List<DenseWeights> dense = new ArrayList<>();
  private final List<DepthwiseWeights> depthwise = new ArrayList<>();
  private int depth;

  /**
   * A layer with the direction in which it takes the images.
   *
   * @param backwards from the last to the first
   */
  record Placed(NetworkLayer layer, boolean backwards) {}

  /** The weights of a block; null for an expansion that it hasn't got. */
  record BlockWeights(DenseWeights expand, DepthwiseWeights depthwise, DenseWeights project) {}

  /**
   * Memory of maps inside a block. Without gradients it is only computed forward.
   *
   * @param expanded what the expansion computes
   * @param filtered what the depthwise convolution computes
   */
  record BlockMaps(Maps expanded, Maps filtered) {}

  /**
   * Maps and their gradient.
   *
   * @param gradient null for none
   */
  record Maps(NativeTensor values, NativeTensor gradient) {}

  /**
   * @param site what the layers are made for
   * @param bounds of the network's activation
   * @param kernels loops
   */
  LayerFactory(Site site, Bounds bounds, Kernels kernels) {
    this.site = site;
    this.bounds = bounds;
    this.kernels = kernels;
  }

  /** All layers. */
  List<Placed> placed() {
    return placed;
  }

  /** Weights of all full convolutions. */
  List<DenseWeights> dense() {
    return dense;
  }

  /** Weights of all depthwise convolutions. */
  List<DepthwiseWeights> depthwise() {
    return depthwise;
  }

  /** How many layers an image has gone through before the next one. */
  int depth() {
    return depth;
  }

  /** Goes back to where a path begins. */
  void returnTo(int fork) {
    depth = fork;
  }

  /** Maps in memory of their own. */
  NativeTensor maps(Geometry geometry) {
    return NativeTensor.allocate(geometry, site.batch(), site.arena());
  }

  /** What a convolution computes that the network's activation follows. */
  Activation activated(String name, Maps maps) {
    return activation(name, maps, bounds, null, null);
  }

  /** The same, which several layers read. */
  Activation activated(String name, Maps maps, NativeTensor kept) {
    return activation(name, maps, bounds, null, kept);
  }

  /** What a convolution computes that nothing follows but its batch norm and a residual. */
  Activation linear(String name, Maps maps, NativeTensor residual, NativeTensor kept) {
    return activation(name, maps, Bounds.NONE, residual, kept);
  }

  private Activation activation(
      String name, Maps maps, Bounds limits, NativeTensor residual, NativeTensor kept) {
    ParameterLayout layout = site.layout();
    Normalization.Places places =
        new Normalization.Places(
            site.buffers(),
            layout.slot(name + ".bn").offset(),
            layout.statistic(name + ".bn").offset());
    Geometry geometry = maps.values.geometry();
    return new Activation(
        maps.values,
        new Normalization(geometry, site.epsilon(), places, site.threads()),
        limits,
        kernels,
        residual,
        kept,
        maps.gradient);
  }

  /** The convolution of the images. */
  NetworkLayer stem(ConvolutionShape shape, long images, Activation output) {
    DenseWeights weights = denseWeights("stem", shape);
    return placed(DenseLayer.ofImages("stem", shape, weights, images, output, site));
  }

  /** The convolution before the pool. */
  NetworkLayer head(ConvolutionShape shape, Source input, Activation output) {
    return placed(DenseLayer.of("head", shape, denseWeights("head", shape), input, output, site));
  }

  /** The weights of a block. */
  BlockWeights weights(String name, BlockShapes shapes) {
    DenseWeights expand =
        shapes.expand() == null ? null : denseWeights(name + ".expand", shapes.expand());
    DepthwiseWeights middle =
        new DepthwiseWeights(
            shapes.depthwise(), site.buffers(), offset(name + ".depthwise"), site.threads());
    depthwise.add(middle);
    return new BlockWeights(expand, middle, denseWeights(name + ".project", shapes.project()));
  }

  private DenseWeights denseWeights(String name, ConvolutionShape shape) {
    DenseWeights weights =
        new DenseWeights(
            shape, site.buffers(), offset(name), site.threads(), kernels, site.arena());
    dense.add(weights);
    return weights;
  }

  private int offset(String name) {
    return site.layout().slot(name + ".conv").offset();
  }

  /**
   * The layers of a block.
   *
   * @param name of the block
   * @param maps memory inside the block
   * @param output what its projection computes
   */
  Branch branch(
      String name,
      BlockShapes shapes,
      BlockWeights weights,
      BlockMaps maps,
      Source input,
      Activation output) {
    List<NetworkLayer> layers = new ArrayList<>();
    List<LayerWeights> used = new ArrayList<>();
    Source wide = input;
    if (shapes.expand() != null) {
      Activation expanded = activated(name + ".expand", maps.expanded);
      layers.add(
          placed(
              DenseLayer.of(
                  name + ".expand", shapes.expand(), weights.expand, input, expanded, site)));
      used.add(weights.expand);
      wide = expanded;
    }
    Activation deep = activated(name + ".depthwise", maps.filtered);
    layers.add(
        placed(
            new DepthwiseLayer(
                name + ".depthwise", shapes.depthwise(), weights.depthwise, wide, deep, site)));
    used.add(weights.depthwise);
    layers.add(
        placed(
            DenseLayer.of(
                name + ".project", shapes.project(), weights.project, deep, output, site)));
    used.add(weights.project);
    return new Branch(layers, used, output);
  }

  /** A layer at the next place. */
  private NetworkLayer placed(NetworkLayer layer) {
    placed.add(new Placed(layer, depth % 2 == 1));
    depth++;
    return layer;
  }

  /**
   * Where the outputs of paths meet. It takes the images as the layer behind it does.
   *
   * @param name of the layer whose output it is
   * @param maps of the sum
   * @param residual what is added besides; null for nothing
   */
  Junction junction(String name, Maps maps, NativeTensor residual) {
    Junction junction =
        new Junction(
            name, kernels, residual, maps.values, maps.gradient, site.batch(), site.threads());
    placed.add(new Placed(junction, depth % 2 == 1));
    return junction;
  }

  /** The pool that makes the features. */
  NetworkLayer pool(Activation input, float[] features, float[] featureGradient) {
    return placed(new PoolLayer(input, kernels, features, featureGradient, site.threads()));
  }
}
