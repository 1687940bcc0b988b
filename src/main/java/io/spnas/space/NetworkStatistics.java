package io.spnas.space;

/**
 * Size and work of a network.
 *
 * @param parameters weights of convolutions and classifier, scales and shifts of batch norms, bias
 * @param multiplyAdds multiply-adds of convolutions and classifier for one image
 */
public record NetworkStatistics(long parameters, long multiplyAdds) {
  private static final int IMAGE_CHANNELS = 3;
  private static final int STEM_KERNEL = 3;

  /** Counts a network. */
  public static NetworkStatistics of(NetworkShape shape) {
    int size = strided(shape.inputSize(), shape.stemStride());
    NetworkStatistics sum = convolution(STEM_KERNEL, IMAGE_CHANNELS, shape.stemChannels(), size);
    int channels = shape.stemChannels();
    for (MbConv block : shape.blocks()) {
      sum = sum.plus(of(block, size));
      size = strided(size, block.stride());
      channels = block.outChannels();
    }
    long classifier = (long) shape.headChannels() * shape.classes();
    return sum.plus(convolution(1, channels, shape.headChannels(), size))
        .plus(new NetworkStatistics(classifier + shape.classes(), classifier));
  }

  /**
   * Counts a block.
   *
   * @param size height and width of its input
   */
  public static NetworkStatistics of(MbConv block, int size) {
    int out = strided(size, block.stride());
    int inner = block.innerChannels();
    NetworkStatistics sum = new NetworkStatistics(0, 0);
    if (block.expansion() > 1) {
      sum = sum.plus(convolution(1, block.inChannels(), inner, size));
    }
    // A depthwise convolution sees one channel at a time.
    return sum.plus(convolution(block.kernel(), 1, inner, out))
        .plus(convolution(1, inner, block.outChannels(), out));
  }

  private static NetworkStatistics convolution(int kernel, long in, long out, long outSize) {
    long weights = kernel * kernel * in * out;
    return new NetworkStatistics(weights + 2 * out, weights * outSize * outSize);
  }

  private static int strided(int size, int stride) {
    return (size + stride - 1) / stride;
  }

  private NetworkStatistics plus(NetworkStatistics other) {
    return new NetworkStatistics(parameters + other.parameters, multiplyAdds + other.multiplyAdds);
  }
}
