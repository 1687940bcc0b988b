package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.Memory;
import java.util.Arrays;

/**
 * Weight gradient of a depthwise convolution with a K x K kernel and K/2 pixels of padding, from
 * activations in MKL-DNN's blocked layout [N, C/B, H, W, B]:
 *
 * <pre>
 *   dW[c, i, j] = sum over n, h, w of x[n, c, h * stride + i - K/2, w * stride + j - K/2]
 *                                  * g[n, c, h, w]
 * </pre>
 *
 * Channel blocks are independent of each other and may be computed by different threads.
 */
final class DepthwiseWeightGradient {
  private static final int FLOAT_BYTES = 4;

  private final int size;
  private final int pad;
  private final int batch;
  private final int channels;
  private final int height;
  private final int width;
  private final int outHeight;
  private final int outWidth;
  private final int stride;
  private final int block;
  private final RowKernel kernel;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** What one thread works in. The padding of {@code padded} stays zero. */
  private final class Scratch {
    final float[] plane = new float[height * width * block];
    final float[] padded = new float[(height + 2 * pad) * (width + 2 * pad) * block];
    final float[] gradient = new float[outHeight * outWidth * block];
    final float[] imageSums = new float[size * size * block];
    final double[] sums = new double[size * size * block];
  }

  /**
   * What is convolved.
   *
   * @param size K
   * @param stride stride down and across
   * @param batch N
   * @param channels C, without padding to whole blocks
   * @param in height and width of the input
   * @param out height and width of the output
   * @param block B
   */
  record Geometry(
      int size, int stride, int batch, int channels, int[] in, int[] out, int block) {}

  DepthwiseWeightGradient(Geometry geometry, RowKernel kernel) {
    this.size = geometry.size;
    this.pad = size / 2;
    this.batch = geometry.batch;
    this.channels = geometry.channels;
    this.height = geometry.in[0];
    this.width = geometry.in[1];
    this.outHeight = geometry.out[0];
    this.outWidth = geometry.out[1];
    this.stride = geometry.stride;
    this.block = geometry.block;
    this.kernel = kernel;
  }

  /** Number of channel blocks. */
  int blocks() {
    return (channels + block - 1) / block;
  }

  /**
   * Computes one channel block.
   *
   * @param channelBlock which
   * @param input address of x
   * @param gradient address of g
   * @param target takes dW, [C, K, K]
   * @param at where in it dW begins
   */
  void compute(int channelBlock, long input, long gradient, float[] target, int at) {
    Scratch s = scratch.get();
    Arrays.fill(s.sums, 0);
    for (int n = 0; n < batch; n++) {
      load(s, n * blocks() + channelBlock, input, gradient);
      addImage(s);
      // Sums of one image in fp32, of the batch in double: as exact as it is fast.
      for (int i = 0; i < s.sums.length; i++) {
        s.sums[i] += s.imageSums[i];
      }
    }
    int first = channelBlock * block;
    for (int c = 0; c < Math.min(block, channels - first); c++) {
      for (int i = 0; i < size * size; i++) {
        target[at + (first + c) * size * size + i] = (float) s.sums[i * block + c];
      }
    }
  }

  private void load(Scratch s, int plane, long input, long gradient) {
    int in = s.plane.length;
    Memory.CopyPtr2Array(input, plane * in, s.plane, 0, in, FLOAT_BYTES);
    int row = width * block;
    int paddedRow = (width + 2 * pad) * block;
    for (int h = 0; h < height; h++) {
      int to = (h + pad) * paddedRow + pad * block;
      System.arraycopy(s.plane, h * row, s.padded, to, row);
    }
    int out = s.gradient.length;
    Memory.CopyPtr2Array(gradient, plane * out, s.gradient, 0, out, FLOAT_BYTES);
  }

  private void addImage(Scratch s) {
    Arrays.fill(s.imageSums, 0f);
    int paddedRow = (width + 2 * pad) * block;
    int outRow = outWidth * block;
    for (int h = 0; h < outHeight; h++) {
      for (int i = 0; i < size; i++) {
        int x = (h * stride + i) * paddedRow;
        kernel.add(
            s.padded, x, stride, s.gradient, h * outRow, outWidth, s.imageSums, i * size * block);
      }
    }
  }
}
