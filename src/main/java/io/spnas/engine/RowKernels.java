package io.spnas.engine;

/**
 * Inner loops of a depthwise convolution with a K x K kernel and stride 1 or 2, over one row of the
 * kernel and a block of B channels. Rows of activations are [columns, B], a kernel's row is [K, B].
 * Positions count floats.
 *
 * <p>Several columns are computed at once, so that each value is loaded once for all of them: the
 * number of columns is rounded up. Rows have room for that, and what is read beyond their end is 0.
 */
interface RowKernels {
  /** Columns that {@link #convolve} and {@link #correlate} compute at once. */
  int COLUMNS = 4;

  /** Pairs of columns that {@link #spread} computes at once. */
  int PAIRS = 2;

  /**
   * Forward, and the input's gradient at stride 1 with the kernel turned around:
   *
   * <pre>
   *   y[w] = from[w] + sum over k of x[w * stride + k] * kernel[k]      w = 0..columns-1
   * </pre>
   *
   * <p>{@code from} and {@code y} may be the same array.
   */
  void convolve(
      float[] x, int xAt, int stride, float[] kernel, int at, float[] from, float[] y, int columns);

  /**
   * The input's gradient at stride 2:
   *
   * <pre>
   *   x[2w]     = from[2w] + sum over even k of g[w - k / 2] * kernel[k]        w = 0..pairs-1
   *   x[2w + 1] = from[2w + 1] + sum over odd k of g[w - (k - 1) / 2] * kernel[k]
   * </pre>
   *
   * so that K / 2 columns before {@code gAt} are read. {@code from} and {@code x} may be the same
   * array.
   */
  void spread(float[] g, int gAt, float[] kernel, int at, float[] from, float[] x, int pairs);

  /**
   * The weight's gradient, with sums of their own for even and for odd columns:
   *
   * <pre>  sums[k] += sum over w of x[w * stride + k] * g[w]        k = 0..K-1</pre>
   */
  void correlate(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at);
}
