package io.spnas.space;

import java.io.Serializable;
import java.util.List;

/**
 * What a network computes, without its weights: stem (3x3 convolution, BN, activation), MBConv
 * blocks, head (1x1 convolution, BN, activation, global average pool) and linear classifier.
 *
 * @param inputSize height and width of the input in pixels
 * @param stemChannels output channels of the stem
 * @param stemStride stride of the stem
 * @param blocks the MBConv blocks, in order
 * @param headChannels output channels of the head
 * @param classes outputs of the classifier
 * @param activation activation after stem, expansion, depthwise convolution and head
 */
public record NetworkShape(
    int inputSize,
    int stemChannels,
    int stemStride,
    List<MbConv> blocks,
    int headChannels,
    int classes,
    Activation activation)
    implements Serializable {

  /** Activation functions. */
  public enum Activation {
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6
  }

  /**
   * By how much stem and blocks together divide the image's height and width; {@link
   * Integer#MAX_VALUE} for more than that.
   */
  public int totalStride() {
    long stride = stemStride;
    for (MbConv block : blocks) {
      // No image is that large, and the product of many strides would overflow.
      stride = Math.min(stride * block.stride(), Integer.MAX_VALUE);
    }
    return (int) stride;
  }

  /** The same stem, head and classifier around other blocks. */
  NetworkShape around(List<MbConv> others) {
    return new NetworkShape(
        inputSize, stemChannels, stemStride, others, headChannels, classes, activation);
  }

  /** The blocks as block strings: equal blocks that follow each other form one group. */
  public List<String> blockStrings() {
    return BlockStrings.of(blocks);
  }
}
