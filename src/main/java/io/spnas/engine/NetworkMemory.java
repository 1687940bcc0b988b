package io.spnas.engine;

import io.spnas.engine.ConvolutionUnit.Kind;
import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.NetworkUnits.Block;
import io.spnas.space.MbConv;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Memory that a compiled {@link Network} takes, from the shapes of its layers alone: with
 *
 * <pre>
 *   N  images a step          T  threads          g = 2^19 floats, a group of maps
 *   x  floats of a layer's output of one image, its channels rounded up to a multiple of B
 *   w  weights of a full convolution, its channels rounded up likewise
 *
 *   images      N 3 S S
 *   maps        sum of N x over all convolutions, and again over those that a residual reads
 *   gradients   N (largest expanded + largest filtered + the two largest in turns between blocks)
 *   weights     sum of w (2 + T); 1 + T for the stem
 *   scratch     T (2 max(g, largest map) + largest w, once rounded up and once not)
 * </pre>
 *
 * <p>In a multi-path network the sums go over all paths, and over each layer's input and output
 * once more where it has several. With {@link PathMemory#ONE} such a layer counts as its largest
 * expansion, depthwise convolution and projection; what is observed besides takes the projection's
 * x and one w of each.
 *
 * <p>All of this is native; planes of depthwise convolutions are arrays, two a layer and thread.
 * What MKL-DNN's own primitives take comes on top.
 */
public final class NetworkMemory {
  /** B with AVX-512; with AVX2 there is less to round up. */
  private static final int WIDEST_BLOCK = 16;

  private final MultiPathShape network;
  private final NetworkUnits units;
  private final List<List<Block>> layers = new ArrayList<>();
  private final PathMemory memory;
  private final int batch;
  private final int threads;
  private final int block;
  private long maps;
  private long weights;
  private int pieces;

  private NetworkMemory(
      MultiPathShape network, PathMemory memory, int batch, int threads, int block) {
    this.network = network;
    this.units = NetworkUnits.of(network.frame());
    this.memory = memory;
    this.batch = batch;
    this.threads = threads;
    this.block = block;
    int size = units.stem().outSize();
    for (List<MbConv> paths : network.layers()) {
      int in = size;
      layers.add(paths.stream().map(path -> Block.of("path", path, in)).toList());
      size = layers.get(layers.size() - 1).get(0).project().outSize();
    }
    trained(List.of(units.stem()));
    for (List<Block> paths : layers) {
      if (memory == PathMemory.ONE && paths.size() > 1) {
        largestOf(paths);
      } else {
        paths.forEach(path -> path.units().forEach(unit -> trained(List.of(unit))));
      }
    }
    trained(List.of(units.head()));
    keep();
  }

  /**
   * Of a network that is trained.
   *
   * @param shape the network
   * @param batch images a step, N
   * @param threads threads that compute it
   */
  public static NetworkMemory of(NetworkShape shape, int batch, int threads) {
    return of(MultiPathShape.of(shape), PathMemory.ALL, batch, threads);
  }

  /**
   * Of a multi-path network that is trained.
   *
   * @param network the network
   * @param memory how many paths of a layer a step may compute
   * @param batch images a step, N
   * @param threads threads that compute it
   */
  public static NetworkMemory of(
      MultiPathShape network, PathMemory memory, int batch, int threads) {
    return of(network, memory, batch, threads, WIDEST_BLOCK);
  }

  static NetworkMemory of(
      MultiPathShape network, PathMemory memory, int batch, int threads, int block) {
    return new NetworkMemory(network, memory, batch, threads, block);
  }

  private Geometry in(ConvolutionUnit unit) {
    return new Geometry(unit.inChannels(), unit.inSize(), unit.inSize(), block);
  }

  private Geometry out(ConvolutionUnit unit) {
    return new Geometry(unit.outChannels(), unit.outSize(), unit.outSize(), block);
  }

  private long outFloats(ConvolutionUnit unit) {
    return out(unit).imageFloats();
  }

  /** Weights of a full convolution in MKL-DNN's layouts; those of a depthwise one are arrays. */
  private long packedFloats(ConvolutionUnit unit) {
    if (unit.kind() == Kind.DEPTHWISE) {
      return 0;
    }
    // The images' channels are not rounded up.
    long from = unit == units.stem() ? unit.inChannels() : (long) in(unit).blocks() * block;
    return from * out(unit).blocks() * block * unit.kernel() * unit.kernel();
  }

  private static long largest(
      List<ConvolutionUnit> alternatives, ToLongFunction<ConvolutionUnit> size) {
    return alternatives.stream().mapToLong(size).max().orElse(0);
  }

  /** Memory for any of some convolutions, in both passes. */
  private void trained(List<ConvolutionUnit> alternatives) {
    boolean images = alternatives.contains(units.stem());
    add(alternatives, (images ? 1 : 2) + threads);
  }

  private void add(List<ConvolutionUnit> alternatives, int copies) {
    if (!alternatives.isEmpty()) {
      maps += largest(alternatives, this::outFloats);
      pieces++;
      addWeights(alternatives, copies);
    }
  }

  private void addWeights(List<ConvolutionUnit> alternatives, int copies) {
    long floats = largest(alternatives, this::packedFloats);
    if (floats > 0) {
      weights += copies * floats;
      pieces += copies;
    }
  }

  /** Memory for any path, and for observing any other. */
  private void largestOf(List<Block> paths) {
    List<ConvolutionUnit> expand = paths.stream().flatMap(path -> path.expand().stream()).toList();
    List<ConvolutionUnit> project = paths.stream().map(Block::project).toList();
    trained(expand);
    trained(paths.stream().map(Block::depthwise).toList());
    trained(project);
    addWeights(expand, 1);
    add(project, 1);
  }

  /** What paths and residuals read and add to is kept besides. */
  private void keep() {
    for (int i = 0; i <= layers.size(); i++) {
      if (several(i - 1) || several(i) || residual(i - 1) || residual(i)) {
        maps += outFloats(i == 0 ? units.stem() : layers.get(i - 1).get(0).project());
        pieces++;
      }
    }
  }

  private boolean several(int layer) {
    return layer >= 0 && layer < layers.size() && network.mixed(layer);
  }

  private boolean residual(int layer) {
    return layer >= 0 && layer < layers.size() && network.frame().blocks().get(layer).residual();
  }

  private Stream<Block> paths() {
    return layers.stream().flatMap(List::stream);
  }

  /** All full convolutions. */
  private List<ConvolutionUnit> full() {
    List<ConvolutionUnit> full = new ArrayList<>(List.of(units.stem(), units.head()));
    paths()
        .flatMap(path -> path.units().stream())
        .filter(unit -> unit.kind() == Kind.FULL)
        .forEach(full::add);
    return full;
  }

  /** Gradients of maps, which take turns. */
  private long gradients() {
    List<ConvolutionUnit> expanded =
        new ArrayList<>(paths().flatMap(path -> path.expand().stream()).toList());
    expanded.add(units.head());
    long[] between = {outFloats(units.stem()), 0};
    for (int i = 0; i < layers.size(); i++) {
      int turn = (i + 1) % 2;
      between[turn] = Math.max(between[turn], outFloats(layers.get(i).get(0).project()));
    }
    return largest(expanded, this::outFloats)
        + largest(paths().map(Block::depthwise).toList(), this::outFloats)
        + between[0]
        + between[1];
  }

  /** A group's maps, of the larger of what is read and written. */
  private long groupFloats(ConvolutionUnit unit) {
    Geometry in = in(unit);
    Geometry out = out(unit);
    return Share.scratchFloats(in.imageFloats() > out.imageFloats() ? in : out);
  }

  private long scratch() {
    long group = largest(full(), this::groupFloats);
    long plain =
        largest(
            full(),
            unit -> (long) unit.inChannels() * unit.outChannels() * unit.kernel() * unit.kernel());
    return threads * (2 * group + plain + largest(full(), this::packedFloats));
  }

  /** Native memory of the network's own, in bytes. */
  public long nativeBytes() {
    int size = network.frame().inputSize();
    long images = (long) batch * 3 * size * size;
    long floats = images + batch * (maps + gradients()) + weights + scratch();
    // Images, four gradients, and four pieces of scratch memory a thread.
    long all = pieces + 1 + 4 + 4L * threads;
    return floats * Float.BYTES + all * NativeMemory.ALIGNMENT;
  }

  /** Arrays of the network's own besides weights, gradients and statistics, in bytes. */
  public long heapBytes() {
    NetworkShape frame = network.frame();
    long features = (long) batch * (frame.headChannels() + frame.classes());
    long depthwise = 0;
    long planes = 0;
    for (ConvolutionUnit unit : paths().map(Block::depthwise).toList()) {
      long kernels = (long) in(unit).blocks() * block * unit.kernel() * unit.kernel();
      depthwise += kernels * (2 * Float.BYTES + threads * (long) Double.BYTES);
      planes += DepthwisePlane.floats(in(unit), out(unit), unit.kernel(), unit.stride());
    }
    // The classifier has copies of features and logits, and of their gradients.
    return threads * planes * Float.BYTES + 4 * features * Float.BYTES + depthwise;
  }

  /**
   * Native memory of an {@link InferenceNetwork} of the same batch and threads, in bytes; of a
   * multi-path network's frame.
   */
  public long evaluationBytes() {
    long[] largest = new long[3];
    largest(largest, 0, units.stem());
    largest(largest, 1, units.head());
    long packed = packed(units.stem()) + packed(units.head());
    for (Block each : units.blocks()) {
      each.expand().ifPresent(unit -> largest(largest, 1, unit));
      largest(largest, 2, each.depthwise());
      largest(largest, 0, each.project());
      packed += each.expand().map(this::packed).orElse(0L) + packed(each.project());
    }
    NetworkShape shape = network.frame();
    long image = 3L * shape.inputSize() * shape.inputSize();
    long maps = image + 2 * largest[0] + 2 * largest[1] + largest[2];
    long classifier = (long) (shape.headChannels() + block) * (shape.classes() + block + batch);
    long images = threads * imagesOfAThread() + (batch % threads == 0 ? 0 : 1);
    return (images * maps + packed + classifier) * Float.BYTES;
  }

  private void largest(long[] sizes, int place, ConvolutionUnit unit) {
    sizes[place] = Math.max(sizes[place], out(unit).imageFloats());
  }

  private long packed(ConvolutionUnit unit) {
    return (long) (unit.inChannels() + block)
        * (unit.outChannels() + block)
        * unit.kernel()
        * unit.kernel();
  }

  /** Images whose maps a thread holds: a group, or one each of both sizes that groups have. */
  private long imagesOfAThread() {
    int own = batch / threads;
    int groups = (own + InferenceNetwork.GROUP - 1) / InferenceNetwork.GROUP;
    if (groups == 0) {
      return 0;
    }
    return own % groups == 0 ? own / groups : 2 * (own / groups) + 1;
  }
}
