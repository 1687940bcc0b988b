package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import io.spnas.engine.Primitives.After;
import io.spnas.engine.Primitives.Direction;

/** Weights of a full convolution with a bias, in MKL-DNN's layout: read by all threads. */
final class FoldedWeights {
  private final ConvolutionShape shape;
  private final After after;
  private final int layout;
  private final long weights;
  private final long bias;

  /**
   * Takes the weights from an array.
   *
   * @param shape the convolution
   * @param after what it does behind its bias
   * @param values array of weights and biases
   * @param offset first of the weights, [out, in, K, K]
   * @param biasOffset first of the biases, [out]
   * @param primitives of the calling thread
   * @param arena where memory comes from
   */
  FoldedWeights(
      ConvolutionShape shape,
      After after,
      float[] values,
      int offset,
      int biasOffset,
      Primitives primitives,
      Arena arena) {
    this.shape = shape;
    this.after = after;
    Direction direction = primitives.inference(shape, 1, Memory.Format.any, after);
    this.layout = direction.layout();
    this.weights = arena.floats(direction.weightFloats());
    this.bias = arena.floats(shape.out().channels());
    NativeMemory.write(values, biasOffset, bias, shape.out().channels());
    try (Arena temporary = new Arena()) {
      long plain = temporary.floats(shape.weights());
      NativeMemory.write(values, offset, plain, shape.weights());
      primitives.pack(direction, plain, weights).run();
    }
  }

  ConvolutionShape shape() {
    return shape;
  }

  /**
   * A part of this convolution, or the whole of it.
   *
   * @param part the part's shape
   * @param images images
   * @param primitives of the thread that will run it
   */
  Primitives.Run run(ConvolutionShape part, int images, long in, long out, Primitives primitives) {
    Direction direction = primitives.inference(part, images, layout, after);
    return primitives.inference(direction, in, weights, bias, out);
  }
}
