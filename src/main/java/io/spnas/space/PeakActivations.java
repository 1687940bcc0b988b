package io.spnas.space;

/**
 * The most bytes that activations take at a time, for one image in fp32. While an operation runs,
 * its whole input and its whole output are live, and so is the input of a residual block until it
 * is added; nothing else is. Batch norm, activation and the addition write over their input, as
 * inference libraries have them do. Weights and what a convolution needs besides are not counted.
 */
final class PeakActivations {
  private static final int BYTES = 4;

  private PeakActivations() {}

  /** A convolution from {@code in} channels at {@code size} to {@code out} at {@code outSize}. */
  static long convolution(long in, int size, long out, int outSize) {
    return BYTES * (values(in, size) + values(out, outSize));
  }

  /**
   * The largest of a block's operations: expansion, depthwise convolution and projection.
   *
   * @param size height and width of its input
   * @param outSize height and width of its output
   */
  static long block(MbConv block, int size, int outSize) {
    int inner = block.innerChannels();
    long expand = block.expansion() > 1 ? convolution(block.inChannels(), size, inner, size) : 0;
    long depthwise = convolution(inner, size, inner, outSize);
    long project = convolution(inner, outSize, block.outChannels(), outSize);
    if (block.residual()) {
      long kept = BYTES * values(block.inChannels(), size);
      // Without expansion the depthwise convolution reads what is kept.
      depthwise += block.expansion() > 1 ? kept : 0;
      project += kept;
    }
    return Math.max(expand, Math.max(depthwise, project));
  }

  /** The largest of the head's operations: 1x1 convolution, pooling, classifier. */
  static long head(long in, int size, long channels, long classes) {
    long pool = BYTES * (values(channels, size) + channels);
    long classify = BYTES * (channels + classes);
    return Math.max(convolution(in, size, channels, size), Math.max(pool, classify));
  }

  private static long values(long channels, int size) {
    return channels * size * size;
  }
}
