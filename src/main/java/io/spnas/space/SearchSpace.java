package io.spnas.space;

import io.spnas.config.InputSettings;
import io.spnas.config.InvalidInputException;
import io.spnas.config.ModelSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The networks a search chooses among (paper, table 1): a stem, groups of MBConv blocks, a head and
 * a classifier. Groups given as 5x5 with expansion ratio 6 are searchable: each of their blocks may
 * be any {@link Operation}, but the first of a group, and blocks without a residual connection,
 * can't be skipped.
 */
public final class SearchSpace {
  private static final int WIDEST_KERNEL = 5;
  private static final int LARGEST_EXPANSION = 6;

  private final int inputSize;
  private final double width;
  private final int stemChannels;
  private final int stemStride;
  private final int headChannels;
  private final int classes;
  private final List<String> blockStrings;
  private final List<Layer> layers;

  private SearchSpace(
      int inputSize,
      double width,
      int stemChannels,
      int stemStride,
      int headChannels,
      int classes,
      List<String> blockStrings) {
    this.inputSize = inputSize;
    this.width = width;
    this.stemChannels = stemChannels;
    this.stemStride = stemStride;
    this.headChannels = headChannels;
    this.classes = classes;
    this.blockStrings = List.copyOf(blockStrings);
    this.layers = layers();
    requireMapsLeft();
    if (searchable().isEmpty()) {
      throw new InvalidInputException(
          "Nothing to search in model.blocks = %s, expected a group with k5 and e6", blockStrings);
    }
  }

  /**
   * The space that settings describe.
   *
   * @throws InvalidInputException if its blocks don't fit together or shrink the image to nothing
   */
  public static SearchSpace of(InputSettings input, ModelSettings model) {
    return of(
        input.size(),
        model.width(),
        model.stemChannels(),
        model.stemStride(),
        model.headChannels(),
        model.classes(),
        model.blocks());
  }

  /**
   * A space from its parts; channels are those at width 1, but for the head's, which a width below
   * 1 leaves alone.
   */
  static SearchSpace of(
      int inputSize,
      double width,
      int stemChannels,
      int stemStride,
      int headChannels,
      int classes,
      List<String> blockStrings) {
    return new SearchSpace(
        inputSize, width, stemChannels, stemStride, headChannels, classes, blockStrings);
  }

  private List<Layer> layers() {
    List<Layer> found = new ArrayList<>();
    for (BlockString group :
        BlockStrings.parse(blockStrings, stemChannels, "model.blocks", "model.stem-channels")) {
      boolean searchable =
          group.kernel() == WIDEST_KERNEL && group.expansion() == LARGEST_EXPANSION;
      for (int i = 0; i < group.repeats(); i++) {
        MbConv block = group.scaled(width).block(i);
        // Only a residual block leaves something behind when it is taken out.
        boolean skippable = searchable && i > 0 && block.residual();
        found.add(new Layer(found.size(), block, searchable, skippable));
      }
    }
    return List.copyOf(found);
  }

  private void requireMapsLeft() {
    int stride = supernet().totalStride();
    if (inputSize < stride) {
      throw new InvalidInputException(
          "Strides of stem and model.blocks divide the image by %d, but input.size = %d: expected"
              + " at least %d pixels, or smaller strides",
          stride, inputSize, stride);
    }
  }

  /** Height and width of the input in pixels. */
  public int inputSize() {
    return inputSize;
  }

  /** Width multiplier. */
  public double width() {
    return width;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Groups of blocks as they were given, at width 1. */
  public List<String> blockStrings() {
    return blockStrings;
  }

  /** Stem's output channels at width 1. */
  int stemChannels() {
    return stemChannels;
  }

  /** Stem's stride. */
  int stemStride() {
    return stemStride;
  }

  /** Head's output channels. */
  int headChannels() {
    return headChannels;
  }

  /** All layers, fixed ones included, in order. */
  public List<Layer> allLayers() {
    return layers;
  }

  /** Layers whose operation is searched, in order. */
  public List<Layer> searchable() {
    return layers.stream().filter(Layer::searchable).toList();
  }

  /** The supernet: every searchable block at its largest. */
  public NetworkShape supernet() {
    return shape(layers.stream().map(Layer::block).toList());
  }

  /**
   * The supernet with a path for each operation: the paths of a searchable layer are 3x3-3, 3x3-6,
   * 5x5-3 and 5x5-6, in this order, a fixed layer has one. A skip needs no path.
   */
  public MultiPathShape multiPath() {
    return new MultiPathShape(supernet(), layers.stream().map(SearchSpace::paths).toList());
  }

  private static List<MbConv> paths(Layer layer) {
    if (!layer.searchable()) {
      return List.of(layer.block());
    }
    return Arrays.stream(Operation.values())
        .filter(operation -> operation != Operation.SKIP)
        .map(operation -> operation.applied(layer.block()))
        .toList();
  }

  /** A network of this space's stem and head around some blocks. */
  NetworkShape shape(List<MbConv> blocks) {
    return new NetworkShape(
        inputSize,
        Widths.scale(stemChannels, width),
        stemStride,
        blocks,
        headChannels,
        classes,
        NetworkShape.Activation.RELU);
  }
}
