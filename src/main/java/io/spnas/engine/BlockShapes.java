package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import io.spnas.space.MbConv;

/**
 * The convolutions of a block.
 *
 * @param expand the expansion; null where the ratio is 1
 * @param depthwise the depthwise convolution
 * @param project the projection
 */
record BlockShapes(ConvolutionShape expand, ConvolutionShape depthwise, ConvolutionShape project) {
  static BlockShapes of(Geometry in, MbConv block) {
    int inner = block.innerChannels();
    ConvolutionShape expand = block.expansion() > 1 ? ConvolutionShape.of(in, inner, 1, 1) : null;
    Geometry wide = expand == null ? in : expand.out();
    ConvolutionShape depthwise = ConvolutionShape.of(wide, inner, block.kernel(), block.stride());
    return new BlockShapes(
        expand, depthwise, ConvolutionShape.of(depthwise.out(), block.outChannels(), 1, 1));
  }
}
