package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.NativeTensor.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
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
   * Maps inside a block.
   *
   * @param expanded what the expansion computes; null where there is none
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

  /** Maps of a batch. */
  NativeTensor maps(Room room, Geometry geometry) {
    return NativeTensor.allocate(geometry, site.batch(), room);
  }

  /** The same in memory of their own. */
  NativeTensor maps(Geometry geometry) {
    return maps(site.arena(), geometry);
  }

  /** Rooms for weights that nobody shares. */
  WeightRooms ownRooms() {
    Room[] sums = new Room[site.threads()];
    Arrays.fill(sums, site.arena());
    return new WeightRooms(site.arena(), site.arena(), sums);
  }

  /**
   * What a convolution computes that the network's activation follows.
   *
   * @param kept memory of y where several read it; null where it is made when it is needed
   */
  Activation activated(String name, Maps maps, NativeTensor kept) {
    return activation(name, maps, bounds, null, kept);
  }

  /**
   * What a convolution computes that nothing follows but its batch norm.
   *
   * @param residual what is added to it; null for nothing
   * @param kept see {@link #activated}
   */
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
    DenseWeights weights = weights("stem", shape, ownRooms());
    return placed(DenseLayer.ofImages("stem", shape, weights, images, output, site));
  }

  /** The convolution before the pool. */
  NetworkLayer head(ConvolutionShape shape, Source input, Activation output) {
    DenseWeights weights = weights("head", shape, ownRooms());
    return placed(DenseLayer.of("head", shape, weights, input, output, Passes.BOTH, site));
  }

  /** The weights of a full convolution. */
  DenseWeights weights(String name, ConvolutionShape shape, WeightRooms rooms) {
    DenseWeights weights = new DenseWeights(shape, site.buffers(), offset(name), kernels, rooms);
    dense.add(weights);
    return weights;
  }

  /** The weights of a depthwise convolution. */
  DepthwiseWeights depthwiseWeights(String name, ConvolutionShape shape) {
    DepthwiseWeights weights =
        new DepthwiseWeights(shape, site.buffers(), offset(name), site.threads());
    depthwise.add(weights);
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
      Activation output,
      Passes passes) {
    List<NetworkLayer> layers = new ArrayList<>();
    List<LayerWeights> used = new ArrayList<>();
    Source wide = input;
    if (shapes.expand() != null) {
      String expand = name + ".expand";
      Activation expanded = activated(expand, maps.expanded, null);
      layers.add(
          DenseLayer.of(expand, shapes.expand(), weights.expand, input, expanded, passes, site));
      used.add(weights.expand);
      wide = expanded;
    }
    String middle = name + ".depthwise";
    Activation deep = activated(middle, maps.filtered, null);
    layers.add(
        new DepthwiseLayer(
            middle, shapes.depthwise(), weights.depthwise, wide, deep, passes, site));
    used.add(weights.depthwise);
    layers.add(
        DenseLayer.of(
            name + ".project", shapes.project(), weights.project, deep, output, passes, site));
    used.add(weights.project);
    layers.forEach(this::placed);
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
