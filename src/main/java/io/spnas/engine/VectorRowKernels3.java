package io.spnas.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowKernels} of 3x3 kernels with the Vector API; see {@link VectorRowKernels}. */
final class VectorRowKernels3 implements RowKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int B = SPECIES.length();

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(SPECIES, from, at);
  }

  @Override
  public void convolve(
      float[] x, int xAt, int stride, float[] kernel, int at, float[] y, int yAt, int columns) {
    if (stride == 1) {
      convolve(x, xAt, kernel, at, y, yAt, columns);
    } else {
      convolveStrided(x, xAt, stride, kernel, at, y, yAt, columns);
    }
  }

  private static void convolve(
      float[] x, int xAt, float[] kernel, int at, float[] y, int yAt, int columns) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    for (int w = 0; w < columns; w += COLUMNS) {
      int p = xAt + w * B;
      int q = yAt + w * B;
      FloatVector y0 = load(y, q);
      FloatVector y1 = load(y, q + B);
      FloatVector y2 = load(y, q + 2 * B);
      FloatVector y3 = load(y, q + 3 * B);
      FloatVector x0 = load(x, p);
      y0 = x0.fma(k0, y0);
      FloatVector x1 = load(x, p + B);
      y0 = x1.fma(k1, y0);
      y1 = x1.fma(k0, y1);
      FloatVector x2 = load(x, p + 2 * B);
      y0 = x2.fma(k2, y0);
      y1 = x2.fma(k1, y1);
      y2 = x2.fma(k0, y2);
      FloatVector x3 = load(x, p + 3 * B);
      y1 = x3.fma(k2, y1);
      y2 = x3.fma(k1, y2);
      y3 = x3.fma(k0, y3);
      FloatVector x4 = load(x, p + 4 * B);
      y2 = x4.fma(k2, y2);
      y3 = x4.fma(k1, y3);
      FloatVector x5 = load(x, p + 5 * B);
      y3 = x5.fma(k2, y3);
      y0.intoArray(y, q);
      y1.intoArray(y, q + B);
      y2.intoArray(y, q + 2 * B);
      y3.intoArray(y, q + 3 * B);
    }
  }

  private static void convolveStrided(
      float[] x, int xAt, int stride, float[] kernel, int at, float[] y, int yAt, int columns) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    for (int w = 0; w < columns; w++) {
      int p = xAt + w * stride * B;
      int q = yAt + w * B;
      FloatVector sum = load(y, q);
      sum = load(x, p).fma(k0, sum);
      sum = load(x, p + B).fma(k1, sum);
      sum = load(x, p + 2 * B).fma(k2, sum);
      sum.intoArray(y, q);
    }
  }

  @Override
  public void spread(float[] g, int gAt, float[] kernel, int at, float[] x, int xAt, int pairs) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    for (int w = 0; w < pairs; w++) {
      int p = gAt + w * B;
      int q = xAt + 2 * w * B;
      FloatVector even = load(x, q);
      FloatVector odd = load(x, q + B);
      FloatVector g0 = load(g, p);
      even = g0.fma(k0, even);
      odd = g0.fma(k1, odd);
      FloatVector g1 = load(g, p - B);
      even = g1.fma(k2, even);
      even.intoArray(x, q);
      odd.intoArray(x, q + B);
    }
  }

  @Override
  public void correlate(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector s0 = load(sums, at);
    FloatVector s1 = load(sums, at + B);
    FloatVector s2 = load(sums, at + 2 * B);
    for (int w = 0; w < columns; w++) {
      FloatVector gradient = load(g, gAt + w * B);
      int p = xAt + w * stride * B;
      s0 = load(x, p).fma(gradient, s0);
      s1 = load(x, p + B).fma(gradient, s1);
      s2 = load(x, p + 2 * B).fma(gradient, s2);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + B);
    s2.intoArray(sums, at + 2 * B);
  }
}
