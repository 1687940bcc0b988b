package io.spnas.engine;

/**
 * The weights of a depthwise convolution, [C, K, K] in the flat array, as its loops take them:
 * [C/B, K, K, B], turned around besides for the input's gradient at stride 1.
 */
final class DepthwiseWeights implements LayerWeights {
  private final ConvolutionShape shape;
  private final Buffers buffers;
  private final int offset;
  private final int block;
  private final int area;
  private final float[] forward;
  private final float[] backward;
  private final double[][] sums;

  /**
   * @param shape the convolution
   * @param buffers flat arrays of weights and gradients
   * @param offset where in them the weights lie
   * @param threads threads of the team
   */
  DepthwiseWeights(ConvolutionShape shape, Buffers buffers, int offset, int threads) {
    this.shape = shape;
    this.buffers = buffers;
    this.offset = offset;
    this.block = shape.in().block();
    this.area = shape.kernel() * shape.kernel();
    int length = shape.in().blocks() * block * area;
    this.forward = new float[length];
    this.backward = shape.stride() == 1 ? new float[length] : forward;
    this.sums = new double[threads][length];
  }

  /** Where the kernels of a block of channels begin. */
  int at(int channelBlock) {
    return channelBlock * area * block;
  }

  float[] forward() {
    return forward;
  }

  /** Weights for the gradient of the input. */
  float[] backward() {
    return backward;
  }

  /** A thread's sum of gradients, in the layout of {@link #forward()}. */
  double[] sums(int thread) {
    return sums[thread];
  }

  private int index(int channel, int i) {
    return at(channel / block) + i * block + channel % block;
  }

  /** Weights for the forward pass alone. */
  static float[] packed(ConvolutionShape shape, float[] weights, int offset) {
    int area = shape.kernel() * shape.kernel();
    int block = shape.in().block();
    float[] packed = new float[shape.in().blocks() * block * area];
    for (int c = 0; c < shape.in().channels(); c++) {
      for (int i = 0; i < area; i++) {
        packed[(c / block * area + i) * block + c % block] = weights[offset + c * area + i];
      }
    }
    return packed;
  }

  @Override
  public void load() {
    for (int c = 0; c < shape.in().channels(); c++) {
      for (int i = 0; i < area; i++) {
        float weight = buffers.weights()[offset + c * area + i];
        forward[index(c, i)] = weight;
        if (backward != forward) {
          backward[index(c, area - 1 - i)] = weight;
        }
      }
    }
  }

  @Override
  public void unload() {
    for (int c = 0; c < shape.in().channels(); c++) {
      for (int i = 0; i < area; i++) {
        double sum = 0;
        for (double[] thread : sums) {
          sum += thread[index(c, i)];
        }
        buffers.gradients()[offset + c * area + i] = (float) sum;
      }
    }
  }
}
