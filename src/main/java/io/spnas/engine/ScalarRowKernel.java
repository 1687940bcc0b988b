package io.spnas.engine;

/** {@link RowKernel} in plain Java, for any kernel size and block of channels. */
final class ScalarRowKernel implements RowKernel {
  private final int size;
  private final int block;

  ScalarRowKernel(int size, int block) {
    this.size = size;
    this.block = block;
  }

  @Override
  public void add(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    for (int w = 0; w < columns; w++) {
      int gColumn = gAt + w * block;
      for (int k = 0; k < size; k++) {
        int xColumn = xAt + (w * stride + k) * block;
        int sum = at + k * block;
        for (int c = 0; c < block; c++) {
          sums[sum + c] = Math.fma(x[xColumn + c], g[gColumn + c], sums[sum + c]);
        }
      }
    }
  }
}
