package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;

/**
 * How much memory a thread needs while it computes a layer, in floats: enough for any layer.
 *
 * @param maps a group's maps, in or out
 * @param weights weights of a full convolution as they lie in the flat array
 * @param packed the same in MKL-DNN's layouts
 */
record Scratch(long maps, long weights, long packed) {
  static final Scratch NONE = new Scratch(0, 0, 0);

  /** Enough for a full convolution too. */
  Scratch and(ConvolutionShape shape) {
    Geometry largest = DenseLayer.largest(shape);
    return new Scratch(
        Math.max(maps, Share.scratchFloats(largest)),
        Math.max(weights, shape.weights()),
        Math.max(packed, shape.packedWeights()));
  }
}
