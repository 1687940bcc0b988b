package io.spnas.engine;

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
  private final int inRow;
  private final int inStart;
  private final int outRow;
  private final int calls;
  private final int columns;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  /** What one thread works in. What is not part of the maps stays zero. */
  private final class Scratch {
    final float[] padded = new float[(height + 2 * pad) * inRow];
    final float[] gradient = new float[outHeight * outRow];
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
  record Geometry(int size, int stride, int batch, int channels, int[] in, int[] out, int block) {}

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
    int padded = width + 2 * pad;
    this.inRow = padded * block;
    this.inStart = (pad * padded + pad) * block;
    // With stride 1 and rows as long as the input's, the whole map is one row to the kernel: short
    // rows would cost more to begin than to sum. The columns in between hold zeros.
    boolean oneRow = stride == 1;
    this.outRow = oneRow ? inRow : outWidth * block;
    this.calls = oneRow ? 1 : outHeight;
    this.columns = oneRow ? (outHeight - 1) * padded + outWidth : outWidth;
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
      load(s, (long) n * blocks() + channelBlock, input, gradient);
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

  private void load(Scratch s, long plane, long input, long gradient) {
    long x = NativeMemory.at(input, plane * height * width * block);
    copyRows(x, height, width * block, s.padded, inRow, inStart);
    long g = NativeMemory.at(gradient, plane * outHeight * outWidth * block);
    copyRows(g, outHeight, outWidth * block, s.gradient, outRow, 0);
  }

  private static void copyRows(
      long from, int rows, int length, float[] to, int toRow, int toStart) {
    for (int h = 0; h < rows; h++) {
      NativeMemory.read(NativeMemory.at(from, (long) h * length), to, toStart + h * toRow, length);
    }
  }

  private void addImage(Scratch s) {
    Arrays.fill(s.imageSums, 0f);
    for (int call = 0; call < calls; call++) {
      for (int i = 0; i < size; i++) {
        int x = (call * stride + i) * inRow;
        kernel.add(
            s.padded, x, stride, s.gradient, call * outRow, columns, s.imageSums, i * size * block);
      }
    }
  }
}
