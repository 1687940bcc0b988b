package io.spnas.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inner loop of the weight gradient of a depthwise convolution with a K x K kernel: one output row
 * against one row of the kernel, for a block of channels that lie next to each other.
 *
 * <pre>
 *   sums[k, c] += sum over column w of x[w * stride + k, c] * g[w, c]      k = 0..K-1
 * </pre>
 */
interface RowKernel {
  /**
   * Adds one row.
   *
   * @param x input, [columns, block] from {@code xAt}, padded by K/2 columns on both sides
   * @param xAt index of the padded row's first value
   * @param stride stride of the convolution in columns
   * @param g output's gradient, [columns, block] from {@code gAt}
   * @param gAt index of the row's first value
   * @param columns number of output columns
   * @param sums sums, [K, block] from {@code at}
   * @param at index of the first sum
   */
  void add(float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at);

  /** The fastest loop of this JVM for a kernel of K x K and a block of channels. */
  static RowKernel of(int size, int block) {
    if (Vectors.AVAILABLE && VectorRowKernels.fits(size, block)) {
      return VectorRowKernels.of(size);
    }
    return new ScalarRowKernel(size, block);
  }

  /** Whether the Vector API can be used, found out once. */
  final class Vectors {
    private static final Logger LOG = LoggerFactory.getLogger(RowKernel.class);
    static final boolean AVAILABLE = available();

    private Vectors() {}

    private static boolean available() {
      boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
      if (!present) {
        LOG.warn(
            "The JVM runs without its Vector API, training is slower: add"
                + " --add-modules=jdk.incubator.vector to the Java options of driver and"
                + " executors");
      }
      return present;
    }
  }
}
