package io.spnas.space;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Size and work of a network.
 *
 * @param parameters weights of convolutions and classifier, scales and shifts of batch norms, bias
 * @param multiplyAdds multiply-adds of convolutions and classifier for one image
 * @param peakActivations most bytes that activations take at a time, see {@link PeakActivations}
 */
public record NetworkStatistics(long parameters, long multiplyAdds, long peakActivations) {
  private static final int IMAGE_CHANNELS = 3;
  private static final int STEM_KERNEL = 3;

  /** Counts a network. */
  public static NetworkStatistics of(NetworkShape shape) {
    return of(shape, block -> true);
  }

  /** Counts what all networks of a space have in common: stem, layers not searched, and head. */
  public static NetworkStatistics ofFixed(SearchSpace space) {
    return of(space.supernet(), block -> !space.allLayers().get(block).searchable());
  }

  /** Counts stem, head, and those blocks that a condition holds for. */
  private static NetworkStatistics of(NetworkShape shape, IntPredicate counted) {
    int size = strided(shape.inputSize(), shape.stemStride());
    NetworkStatistics sum =
        convolution(STEM_KERNEL, IMAGE_CHANNELS, shape.stemChannels(), size)
            .withPeak(
                PeakActivations.convolution(
                    IMAGE_CHANNELS, shape.inputSize(), shape.stemChannels(), size));
    int channels = shape.stemChannels();
    List<MbConv> blocks = shape.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      if (counted.test(i)) {
        sum = sum.plus(of(blocks.get(i), size));
      }
      size = strided(size, blocks.get(i).stride());
      channels = blocks.get(i).outChannels();
    }
    long classifier = (long) shape.headChannels() * shape.classes();
    return sum.plus(convolution(1, channels, shape.headChannels(), size))
        .plus(new NetworkStatistics(classifier + shape.classes(), classifier, 0))
        .withPeak(PeakActivations.head(channels, size, shape.headChannels(), shape.classes()));
  }

  /**
   * Counts an operation in a layer of a space; a skip is nothing.
   *
   * @param layer index of the layer
   */
  public static NetworkStatistics of(SearchSpace space, int layer, Operation operation) {
    if (operation == Operation.SKIP) {
      return new NetworkStatistics(0, 0, 0);
    }
    NetworkShape supernet = space.supernet();
    int size = strided(supernet.inputSize(), supernet.stemStride());
    for (MbConv before : supernet.blocks().subList(0, layer)) {
      size = strided(size, before.stride());
    }
    return of(operation.applied(supernet.blocks().get(layer)), size);
  }

  /**
   * Counts a block.
   *
   * @param size height and width of its input
   */
  public static NetworkStatistics of(MbConv block, int size) {
    int out = strided(size, block.stride());
    int inner = block.innerChannels();
    NetworkStatistics sum = new NetworkStatistics(0, 0, PeakActivations.block(block, size, out));
    if (block.expansion() > 1) {
      sum = sum.plus(convolution(1, block.inChannels(), inner, size));
    }
    // A depthwise convolution sees one channel at a time.
    return sum.plus(convolution(block.kernel(), 1, inner, out))
        .plus(convolution(1, inner, block.outChannels(), out));
  }

  private static NetworkStatistics convolution(int kernel, long in, long out, long outSize) {
    long weights = kernel * kernel * in * out;
    return new NetworkStatistics(weights + 2 * out, weights * outSize * outSize, 0);
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private NetworkStatistics plus(NetworkStatistics other) {
    return new NetworkStatistics(
            parameters + other.parameters, multiplyAdds + other.multiplyAdds, peakActivations)
        .withPeak(other.peakActivations);
  }

  private NetworkStatistics withPeak(long bytes) {
    return new NetworkStatistics(parameters, multiplyAdds, Math.max(peakActivations, bytes));
  }
}
