package io.spnas.engine;

/** {@link RowKernels} in plain Java, for any kernel size and block of channels. */
final class ScalarRowKernels implements RowKernels {
  private final int size;
  private final int block;

  /**
   * @param size K
   * @param block B
   */
  ScalarRowKernels(int size, int block) {
    this.size = size;
    this.block = block;
  }

  @Override
  public void convolve(
      float[] x,
      int xAt,
      int stride,
      float[] kernel,
      int at,
      float[] from,
      float[] y,
      int columns) {
    System.arraycopy(from, 0, y, 0, columns * block);
    for (int w = 0; w < columns; w++) {
      for (int k = 0; k < size; k++) {
        fma(x, xAt + (w * stride + k) * block, kernel, at + k * block, y, w * block);
      }
    }
  }

  @Override
  public void spread(
      float[] g, int gAt, float[] kernel, int at, float[] from, float[] x, int pairs) {
    System.arraycopy(from, 0, x, 0, 2 * pairs * block);
    for (int w = 0; w < pairs; w++) {
      for (int k = 0; k < size; k++) {
        int gColumn = gAt + (w - k / 2) * block;
        fma(g, gColumn, kernel, at + k * block, x, (2 * w + k % 2) * block);
      }
    }
  }

  @Override
  public void correlate(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    float[] odd = new float[size * block];
    for (int w = 0; w < columns; w++) {
      float[] to = w % 2 == 0 ? sums : odd;
      int start = w % 2 == 0 ? at : 0;
      for (int k = 0; k < size; k++) {
        fma(x, xAt + (w * stride + k) * block, g, gAt + w * block, to, start + k * block);
      }
    }
    for (int i = 0; i < odd.length; i++) {
      sums[at + i] += odd[i];
    }
  }

  /** c += a * b over a block. */
  private void fma(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt) {
    for (int i = 0; i < block; i++) {
      c[cAt + i] = Math.fma(a[aAt + i], b[bAt + i], c[cAt + i]);
    }
  }
}
