package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.LayerFactory.Maps;
import io.spnas.engine.LayerFactory.Placed;
import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Builds the layers of a network up to its pooled features, and the memory that they share. */
final class NetworkBuilder {
  private final MultiPathShape network;
  private final NetworkShape frame;
  private final PathMemory memory;
  private final Site site;
  private final Kernels kernels = Lanes.kernels();
  private final LayerFactory factory;
  private final List<Stage> stages = new ArrayList<>();
  private final Map<Integer, MixedLayer> choices = new HashMap<>();
  private final PathBuilder blocks;
  private Scratch scratch = Scratch.NONE;

  /** Gradients between blocks, in turns. */
  private final SharedRoom[] between;

  /**
   * What is built.
   *
   * @param layers all layers
   * @param schedule which of them a step runs
   * @param dense weights of the full convolutions
   * @param depthwise weights of the depthwise convolutions
   * @param images memory of the images, [N, 3, S, S]
   * @param scratch memory that a thread needs besides
   */
  record Built(
      List<Placed> layers,
      Schedule schedule,
      List<DenseWeights> dense,
      List<DepthwiseWeights> depthwise,
      long images,
      Scratch scratch) {}

  NetworkBuilder(MultiPathShape network, PathMemory memory, Site site) {
    this.network = network;
    this.frame = network.frame();
    this.memory = memory;
    this.site = site;
    this.factory = new LayerFactory(site, bounds(frame.activation()), kernels);
    this.blocks = new PathBuilder(factory, site);
    this.between = new SharedRoom[] {new SharedRoom(site.arena()), new SharedRoom(site.arena())};
  }

  private static Bounds bounds(NetworkShape.Activation activation) {
    return switch (activation) {
      case RELU -> Bounds.RELU;
      case RELU6 -> Bounds.RELU6;
    };
  }

  /**
   * Builds the layers.
   *
   * @param features gets the pooled features, [N, headChannels]
   * @param featureGradient their gradient
   */
  Built build(float[] features, float[] featureGradient) {
    Geometry image = new Geometry(3, frame.inputSize(), frame.inputSize(), kernels.block());
    ConvolutionShape stem =
        ConvolutionShape.ofImages(image, frame.stemChannels(), 3, frame.stemStride());
    List<List<BlockShapes>> layers = new ArrayList<>();
    Geometry size = stem.out();
    for (List<MbConv> paths : network.layers()) {
      Geometry in = size;
      layers.add(paths.stream().map(path -> BlockShapes.of(in, path)).toList());
      size = layers.get(layers.size() - 1).get(0).project().out();
    }
    ConvolutionShape head = ConvolutionShape.of(size, frame.headChannels(), 1, 1);
    reserve(stem, layers, head);

    long images = site.arena().floats((long) site.batch() * 3 * image.pixels());
    Source current = stem(stem, images);
    for (int i = 0; i < layers.size(); i++) {
      current =
          network.mixed(i)
              ? mixed(i, layers.get(i), current)
              : block(i, layers.get(i).get(0), current);
    }
    Maps maps = new Maps(factory.maps(head.out()), blocks.expandedGradient(head.out()));
    Activation top = factory.activated("head", maps, null);
    fixed(List.of(factory.head(head, current, top)));
    fixed(List.of(factory.pool(top, features, featureGradient)));
    Schedule schedule = new Schedule(stages, choices, network.depth());
    return new Built(
        factory.placed(), schedule, factory.dense(), factory.depthwise(), images, scratch);
  }

  private void reserve(
      ConvolutionShape stem, List<List<BlockShapes>> layers, ConvolutionShape head) {
    between[0].reserve(floats(stem.out()));
    blocks.reserveExpanded(head.out());
    scratch = scratch.and(stem).and(head);
    for (int i = 0; i < layers.size(); i++) {
      for (BlockShapes path : layers.get(i)) {
        blocks.reserve(path);
        between[(i + 1) % 2].reserve(floats(path.project().out()));
        scratch = path.expand() == null ? scratch : scratch.and(path.expand());
        scratch = scratch.and(path.project());
      }
    }
  }

  private long floats(Geometry geometry) {
    return (long) site.batch() * geometry.imageFloats();
  }

  /** Gradient of what comes behind a number of layers. */
  private NativeTensor gradient(int behind, Geometry geometry) {
    return factory.maps(between[behind % 2], geometry);
  }

  /** Whether a layer adds its input to its output. */
  private boolean residual(int layer) {
    return layer < network.depth() && frame.blocks().get(layer).residual();
  }

  /** Whether several paths read what comes before a layer. */
  private boolean forks(int layer) {
    return layer < network.depth() && network.mixed(layer);
  }

  private Source stem(ConvolutionShape stem, long images) {
    NativeTensor gradient = gradient(0, stem.out());
    NativeTensor kept = residual(0) && !forks(0) ? factory.maps(stem.out()) : null;
    Activation output =
        factory.activated("stem", new Maps(factory.maps(stem.out()), gradient), kept);
    fixed(List.of(factory.stem(stem, images, output)));
    return forks(0) ? fork("stem", output, null) : output;
  }

  /** A layer with one path. */
  private Source block(int index, BlockShapes shapes, Source input) {
    String name = ParameterLayout.blockName(network, index, 0);
    Geometry out = shapes.project().out();
    NativeTensor gradient = gradient(index + 1, out);
    NativeTensor residual = residual(index) ? input.kept() : null;
    if (residual(index)) {
      input.alsoReadBy(gradient);
    }
    boolean forks = forks(index + 1);
    boolean keeps = !forks && (residual(index) || residual(index + 1));
    Maps maps = new Maps(factory.maps(out), gradient);
    Activation output =
        factory.linear(
            name + ".project", maps, forks ? null : residual, keeps ? factory.maps(out) : null);
    fixed(blocks.own(name, shapes, input, output).layers());
    return forks ? fork(name, output, residual) : output;
  }

  /** The only path to where several begin. */
  private Junction fork(String name, Activation output, NativeTensor residual) {
    Maps sum = new Maps(factory.maps(output.geometry()), output.gradient());
    Junction junction = factory.junction(name, sum, residual);
    junction.use(List.of(output), List.of());
    fixed(List.of(junction));
    return junction;
  }

  /** A layer with several paths. */
  private Junction mixed(int index, List<BlockShapes> shapes, Source input) {
    Geometry out = shapes.get(0).project().out();
    NativeTensor gradient = gradient(index + 1, out);
    NativeTensor residual = residual(index) ? input.kept() : null;
    if (residual(index)) {
      input.alsoReadBy(gradient);
    }
    List<String> names =
        IntStream.range(0, shapes.size())
            .mapToObj(path -> ParameterLayout.blockName(network, index, path))
            .toList();
    List<Path> paths =
        switch (memory) {
          case ALL -> blocks.all(names, shapes, input, gradient);
          case ONE -> blocks.one(names, shapes, input, gradient);
        };
    Junction junction =
        factory.junction("block" + index, new Maps(factory.maps(out), gradient), residual);
    MixedLayer layer = new MixedLayer(index, paths, junction, memory);
    stages.add(layer);
    choices.put(index, layer);
    return junction;
  }

  private void fixed(List<NetworkLayer> layers) {
    stages.add(new Stage.Fixed(layers));
  }
}
