package io.spnas.space;

import java.io.Serializable;

/**
 * One inverted-bottleneck block: 1x1 expansion, BN, activation, depthwise convolution, BN,
 * activation, 1x1 projection, BN, plus the input where {@code residual}. Without expansion (ratio
 * 1) the first convolution is left out. Convolutions have no bias and pad to the 'same' size.
 *
 * @param kernel depthwise kernel size, odd
 * @param stride stride of the depthwise convolution
 * @param expansion expansion ratio: inner channels are {@code expansion * inChannels}
 * @param inChannels input channels
 * @param outChannels output channels
 * @param residual whether the input is added to the output
 */
public record MbConv(
    int kernel, int stride, int expansion, int inChannels, int outChannels, boolean residual)
    implements Serializable {

  /** Channels of the depthwise convolution. */
  public int innerChannels() {
    return inChannels * expansion;
  }
}
