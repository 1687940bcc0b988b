package io.spnas.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowKernels} of 7x7 kernels with the Vector API; see {@link VectorRowKernels}. */
final class VectorRowKernels7 implements RowKernels {
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
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
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
      y0 = x3.fma(k3, y0);
      y1 = x3.fma(k2, y1);
      y2 = x3.fma(k1, y2);
      y3 = x3.fma(k0, y3);
      FloatVector x4 = load(x, p + 4 * B);
      y0 = x4.fma(k4, y0);
      y1 = x4.fma(k3, y1);
      y2 = x4.fma(k2, y2);
      y3 = x4.fma(k1, y3);
      FloatVector x5 = load(x, p + 5 * B);
      y0 = x5.fma(k5, y0);
      y1 = x5.fma(k4, y1);
      y2 = x5.fma(k3, y2);
      y3 = x5.fma(k2, y3);
      FloatVector x6 = load(x, p + 6 * B);
      y0 = x6.fma(k6, y0);
      y1 = x6.fma(k5, y1);
      y2 = x6.fma(k4, y2);
      y3 = x6.fma(k3, y3);
      FloatVector x7 = load(x, p + 7 * B);
      y1 = x7.fma(k6, y1);
      y2 = x7.fma(k5, y2);
      y3 = x7.fma(k4, y3);
      FloatVector x8 = load(x, p + 8 * B);
      y2 = x8.fma(k6, y2);
      y3 = x8.fma(k5, y3);
      FloatVector x9 = load(x, p + 9 * B);
      y3 = x9.fma(k6, y3);
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
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
    for (int w = 0; w < columns; w++) {
      int p = xAt + w * stride * B;
      int q = yAt + w * B;
      FloatVector sum = load(y, q);
      sum = load(x, p).fma(k0, sum);
      sum = load(x, p + B).fma(k1, sum);
      sum = load(x, p + 2 * B).fma(k2, sum);
      sum = load(x, p + 3 * B).fma(k3, sum);
      sum = load(x, p + 4 * B).fma(k4, sum);
      sum = load(x, p + 5 * B).fma(k5, sum);
      sum = load(x, p + 6 * B).fma(k6, sum);
      sum.intoArray(y, q);
    }
  }

  @Override
  public void spread(float[] g, int gAt, float[] kernel, int at, float[] x, int xAt, int pairs) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
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
      odd = g1.fma(k3, odd);
      FloatVector g2 = load(g, p - 2 * B);
      even = g2.fma(k4, even);
      odd = g2.fma(k5, odd);
      FloatVector g3 = load(g, p - 3 * B);
      even = g3.fma(k6, even);
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
    FloatVector s3 = load(sums, at + 3 * B);
    FloatVector s4 = load(sums, at + 4 * B);
    FloatVector s5 = load(sums, at + 5 * B);
    FloatVector s6 = load(sums, at + 6 * B);
    for (int w = 0; w < columns; w++) {
      FloatVector gradient = load(g, gAt + w * B);
      int p = xAt + w * stride * B;
      s0 = load(x, p).fma(gradient, s0);
      s1 = load(x, p + B).fma(gradient, s1);
      s2 = load(x, p + 2 * B).fma(gradient, s2);
      s3 = load(x, p + 3 * B).fma(gradient, s3);
      s4 = load(x, p + 4 * B).fma(gradient, s4);
      s5 = load(x, p + 5 * B).fma(gradient, s5);
      s6 = load(x, p + 6 * B).fma(gradient, s6);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + B);
    s2.intoArray(sums, at + 2 * B);
    s3.intoArray(sums, at + 3 * B);
    s4.intoArray(sums, at + 4 * B);
    s5.intoArray(sums, at + 5 * B);
    s6.intoArray(sums, at + 6 * B);
  }
}
