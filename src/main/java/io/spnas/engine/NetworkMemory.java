package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.engine.NetworkUnits.Block;
import io.spnas.space.NetworkShape;
import java.util.ArrayList;
import java.util.List;

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
 *   weights     sum of w (2 + T); 1 + T for the stem; one more for each thread with several groups
 *   scratch     T (2 max(g, largest map) + largest w)
 * </pre>
 *
 * <p>All of this is native; planes of depthwise convolutions are arrays, two a layer and thread.
 * What MKL-DNN's own primitives take comes on top.
 */
public final class NetworkMemory {
  /** B with AVX-512; with AVX2 there is less to round up. */
  private static final int WIDEST_BLOCK = 16;

  private final NetworkUnits units;
  private final NetworkShape shape;
  private final int batch;
  private final int threads;
  private final int block;
  private long layers;
  private long weights;
  private long largestScratch;
  private long largestWeights;
  private long planes;
  private int allocations;

  private NetworkMemory(NetworkShape shape, int batch, int threads, int block) {
    this.units = NetworkUnits.of(shape);
    this.shape = shape;
    this.batch = batch;
    this.threads = threads;
    this.block = block;
    dense(units.stem());
    for (Block each : units.blocks()) {
      each.expand().ifPresent(this::dense);
      depthwise(each.depthwise());
      dense(each.project());
    }
    dense(units.head());
  }

  /**
   * Of a network that is trained.
   *
   * @param shape the network
   * @param batch images a step, N
   * @param threads threads that compute it
   */
  public static NetworkMemory of(NetworkShape shape, int batch, int threads) {
    return of(shape, batch, threads, WIDEST_BLOCK);
  }

  static NetworkMemory of(NetworkShape shape, int batch, int threads, int block) {
    return new NetworkMemory(shape, batch, threads, block);
  }

  private Geometry in(ConvolutionUnit unit) {
    return new Geometry(unit.inChannels(), unit.inSize(), unit.inSize(), block);
  }

  private Geometry out(ConvolutionUnit unit) {
    return new Geometry(unit.outChannels(), unit.outSize(), unit.outSize(), block);
  }

  private void map(ConvolutionUnit unit) {
    layers += out(unit).imageFloats();
    allocations++;
  }

  private void dense(ConvolutionUnit unit) {
    map(unit);
    boolean images = unit == units.stem();
    // The images' channels are not rounded up.
    int from = images ? unit.inChannels() : in(unit).blocks() * block;
    long floats = (long) from * out(unit).blocks() * block * unit.kernel() * unit.kernel();
    Geometry largest = out(unit);
    if (in(unit).imageFloats() > largest.imageFloats()) {
      largest = in(unit);
    }
    int copies = (images ? 1 : 2) + threads;
    for (int t = 0; t < threads; t++) {
      int own = batch * (t + 1) / threads - batch * t / threads;
      copies += own > Share.groupSize(largest) ? 1 : 0;
    }
    weights += copies * floats;
    allocations += copies;
    largestScratch = Math.max(largestScratch, Share.scratchFloats(largest));
    long plain = (long) unit.inChannels() * unit.outChannels() * unit.kernel() * unit.kernel();
    largestWeights = Math.max(largestWeights, plain);
  }

  private void depthwise(ConvolutionUnit unit) {
    map(unit);
    planes += DepthwisePlane.floats(in(unit), out(unit), unit.kernel(), unit.stride());
  }

  /** What residuals read and add to is kept besides: outputs of stem and projections. */
  private List<Geometry> kept() {
    List<Geometry> kept = new ArrayList<>();
    ConvolutionUnit before = units.stem();
    boolean added = false;
    for (Block each : units.blocks()) {
      if (added || each.shape().residual()) {
        kept.add(out(before));
      }
      added = each.shape().residual();
      before = each.project();
    }
    if (added) {
      kept.add(out(before));
    }
    return kept;
  }

  /** Gradients of maps, which take turns. */
  private long gradients() {
    long[] between = {out(units.stem()).imageFloats(), 0};
    long expanded = out(units.head()).imageFloats();
    long filtered = 0;
    List<Block> blocks = units.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      Block each = blocks.get(i);
      if (each.expand().isPresent()) {
        expanded = Math.max(expanded, out(each.expand().get()).imageFloats());
      }
      filtered = Math.max(filtered, out(each.depthwise()).imageFloats());
      int turn = (i + 1) % 2;
      between[turn] = Math.max(between[turn], out(each.project()).imageFloats());
    }
    return expanded + filtered + between[0] + between[1];
  }

  /** Native memory of the network's own, in bytes. */
  public long nativeBytes() {
    long images = (long) batch * 3 * shape.inputSize() * shape.inputSize();
    long scratch = threads * (2 * largestScratch + largestWeights);
    List<Geometry> kept = kept();
    long maps = layers + kept.stream().mapToLong(Geometry::imageFloats).sum() + gradients();
    long floats = images + batch * maps + weights + scratch;
    // Images, four gradients, and three pieces of scratch memory a thread.
    int pieces = allocations + kept.size() + 1 + 4 + 3 * threads;
    return floats * Float.BYTES + pieces * NativeMemory.ALIGNMENT;
  }

  /** Arrays of the network's own besides weights, gradients and statistics, in bytes. */
  public long heapBytes() {
    long features = (long) batch * (shape.headChannels() + shape.classes());
    long depthwise = 0;
    for (ConvolutionUnit unit : units.blocks().stream().map(Block::depthwise).toList()) {
      long kernels = (long) in(unit).blocks() * block * unit.kernel() * unit.kernel();
      depthwise += kernels * (2 * Float.BYTES + threads * (long) Double.BYTES);
    }
    // The classifier has copies of features and logits, and of their gradients.
    return threads * planes * Float.BYTES + 4 * features * Float.BYTES + depthwise;
  }

  /**
   * Native memory of an {@link InferenceNetwork} of the same shape, batch and threads, in bytes.
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
