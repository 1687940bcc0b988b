package io.spnas.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inner loop of the weight gradient of a 5x5 depthwise convolution: one output row against one row
 * of the kernel, for a block of channels that lie next to each other.
 *
 * <pre>
 *   sums[k, c] += sum over column w of x[w * stride + k, c] * g[w, c]      k = 0..4
 * </pre>
 */
interface RowKernel {
  /** Kernel size that the loop is unrolled for. */
  int SIZE = 5;

  /**
   * Adds one row.
   *
   * @param x input, [columns, block] from {@code xAt}, padded by 2 columns on both sides
   * @param xAt index of the padded row's first value
   * @param stride stride of the convolution in columns
   * @param g output's gradient, [columns, block] from {@code gAt}
   * @param gAt index of the row's first value
   * @param columns number of output columns
   * @param sums sums, [5, block] from {@code at}
   * @param at index of the first sum
   */
  void add(float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at);

  /** The fastest kernel of this JVM for a block of channels. */
  static RowKernel of(int block) {
    if (Vectors.AVAILABLE && VectorRowKernel.fits(block)) {
      return new VectorRowKernel();
    }
    return new ScalarRowKernel(block);
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
