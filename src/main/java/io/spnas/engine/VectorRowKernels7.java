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
      float[] x,
      int xAt,
      int stride,
      float[] kernel,
      int at,
      float[] from,
      float[] y,
      int columns) {
    if (stride == 1) {
      convolve(x, xAt, kernel, at, from, y, columns);
    } else {
      convolveStride2(x, xAt, kernel, at, from, y, columns);
    }
  }

  private static void convolve(
      float[] x, int xAt, float[] kernel, int at, float[] from, float[] y, int columns) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
    for (int w = 0; w < columns; w += COLUMNS) {
      int p = xAt + w * B;
      int q = w * B;
      FloatVector y0 = load(from, q);
      FloatVector y1 = load(from, q + B);
      FloatVector y2 = load(from, q + 2 * B);
      FloatVector y3 = load(from, q + 3 * B);
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

  private static void convolveStride2(
      float[] x, int xAt, float[] kernel, int at, float[] from, float[] y, int columns) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
    for (int w = 0; w < columns; w += COLUMNS) {
      int p = xAt + 2 * w * B;
      int q = w * B;
      FloatVector y0 = load(from, q);
      FloatVector y1 = load(from, q + B);
      FloatVector y2 = load(from, q + 2 * B);
      FloatVector y3 = load(from, q + 3 * B);
      FloatVector x0 = load(x, p);
      y0 = x0.fma(k0, y0);
      FloatVector x1 = load(x, p + B);
      y0 = x1.fma(k1, y0);
      FloatVector x2 = load(x, p + 2 * B);
      y0 = x2.fma(k2, y0);
      y1 = x2.fma(k0, y1);
      FloatVector x3 = load(x, p + 3 * B);
      y0 = x3.fma(k3, y0);
      y1 = x3.fma(k1, y1);
      FloatVector x4 = load(x, p + 4 * B);
      y0 = x4.fma(k4, y0);
      y1 = x4.fma(k2, y1);
      y2 = x4.fma(k0, y2);
      FloatVector x5 = load(x, p + 5 * B);
      y0 = x5.fma(k5, y0);
      y1 = x5.fma(k3, y1);
      y2 = x5.fma(k1, y2);
      FloatVector x6 = load(x, p + 6 * B);
      y0 = x6.fma(k6, y0);
      y1 = x6.fma(k4, y1);
      y2 = x6.fma(k2, y2);
      y3 = x6.fma(k0, y3);
      FloatVector x7 = load(x, p + 7 * B);
      y1 = x7.fma(k5, y1);
      y2 = x7.fma(k3, y2);
      y3 = x7.fma(k1, y3);
      FloatVector x8 = load(x, p + 8 * B);
      y1 = x8.fma(k6, y1);
      y2 = x8.fma(k4, y2);
      y3 = x8.fma(k2, y3);
      FloatVector x9 = load(x, p + 9 * B);
      y2 = x9.fma(k5, y2);
      y3 = x9.fma(k3, y3);
      FloatVector x10 = load(x, p + 10 * B);
      y2 = x10.fma(k6, y2);
      y3 = x10.fma(k4, y3);
      FloatVector x11 = load(x, p + 11 * B);
      y3 = x11.fma(k5, y3);
      FloatVector x12 = load(x, p + 12 * B);
      y3 = x12.fma(k6, y3);
      y0.intoArray(y, q);
      y1.intoArray(y, q + B);
      y2.intoArray(y, q + 2 * B);
      y3.intoArray(y, q + 3 * B);
    }
  }

  @Override
  public void spread(
      float[] g, int gAt, float[] kernel, int at, float[] from, float[] x, int pairs) {
    FloatVector k0 = load(kernel, at);
    FloatVector k1 = load(kernel, at + B);
    FloatVector k2 = load(kernel, at + 2 * B);
    FloatVector k3 = load(kernel, at + 3 * B);
    FloatVector k4 = load(kernel, at + 4 * B);
    FloatVector k5 = load(kernel, at + 5 * B);
    FloatVector k6 = load(kernel, at + 6 * B);
    for (int w = 0; w < pairs; w += PAIRS) {
      int p = gAt + w * B;
      int q = 2 * w * B;
      FloatVector even0 = load(from, q);
      FloatVector odd0 = load(from, q + B);
      FloatVector even1 = load(from, q + 2 * B);
      FloatVector odd1 = load(from, q + 3 * B);
      FloatVector g1 = load(g, p + B);
      even1 = g1.fma(k0, even1);
      odd1 = g1.fma(k1, odd1);
      FloatVector g0 = load(g, p);
      even0 = g0.fma(k0, even0);
      odd0 = g0.fma(k1, odd0);
      even1 = g0.fma(k2, even1);
      odd1 = g0.fma(k3, odd1);
      FloatVector before1 = load(g, p - B);
      even0 = before1.fma(k2, even0);
      odd0 = before1.fma(k3, odd0);
      even1 = before1.fma(k4, even1);
      odd1 = before1.fma(k5, odd1);
      FloatVector before2 = load(g, p - 2 * B);
      even0 = before2.fma(k4, even0);
      odd0 = before2.fma(k5, odd0);
      even1 = before2.fma(k6, even1);
      FloatVector before3 = load(g, p - 3 * B);
      even0 = before3.fma(k6, even0);
      even0.intoArray(x, q);
      odd0.intoArray(x, q + B);
      even1.intoArray(x, q + 2 * B);
      odd1.intoArray(x, q + 3 * B);
    }
  }

  @Override
  public void correlate(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    if (stride == 1) {
      correlate(x, xAt, g, gAt, columns, sums, at);
    } else {
      correlateStride2(x, xAt, g, gAt, columns, sums, at);
    }
  }

  private static void correlate(
      float[] x, int xAt, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector a0 = load(sums, at);
    FloatVector a1 = load(sums, at + B);
    FloatVector a2 = load(sums, at + 2 * B);
    FloatVector a3 = load(sums, at + 3 * B);
    FloatVector a4 = load(sums, at + 4 * B);
    FloatVector a5 = load(sums, at + 5 * B);
    FloatVector a6 = load(sums, at + 6 * B);
    FloatVector b0 = FloatVector.zero(SPECIES);
    FloatVector b1 = b0;
    FloatVector b2 = b0;
    FloatVector b3 = b0;
    FloatVector b4 = b0;
    FloatVector b5 = b0;
    FloatVector b6 = b0;
    for (int w = 0; w < columns; w += COLUMNS) {
      int p = xAt + w * B;
      int q = gAt + w * B;
      FloatVector g0 = load(g, q);
      FloatVector g1 = load(g, q + B);
      FloatVector g2 = load(g, q + 2 * B);
      FloatVector g3 = load(g, q + 3 * B);
      FloatVector x0 = load(x, p);
      a0 = x0.fma(g0, a0);
      FloatVector x1 = load(x, p + B);
      a1 = x1.fma(g0, a1);
      b0 = x1.fma(g1, b0);
      FloatVector x2 = load(x, p + 2 * B);
      a2 = x2.fma(g0, a2);
      b1 = x2.fma(g1, b1);
      a0 = x2.fma(g2, a0);
      FloatVector x3 = load(x, p + 3 * B);
      a3 = x3.fma(g0, a3);
      b2 = x3.fma(g1, b2);
      a1 = x3.fma(g2, a1);
      b0 = x3.fma(g3, b0);
      FloatVector x4 = load(x, p + 4 * B);
      a4 = x4.fma(g0, a4);
      b3 = x4.fma(g1, b3);
      a2 = x4.fma(g2, a2);
      b1 = x4.fma(g3, b1);
      FloatVector x5 = load(x, p + 5 * B);
      a5 = x5.fma(g0, a5);
      b4 = x5.fma(g1, b4);
      a3 = x5.fma(g2, a3);
      b2 = x5.fma(g3, b2);
      FloatVector x6 = load(x, p + 6 * B);
      a6 = x6.fma(g0, a6);
      b5 = x6.fma(g1, b5);
      a4 = x6.fma(g2, a4);
      b3 = x6.fma(g3, b3);
      FloatVector x7 = load(x, p + 7 * B);
      b6 = x7.fma(g1, b6);
      a5 = x7.fma(g2, a5);
      b4 = x7.fma(g3, b4);
      FloatVector x8 = load(x, p + 8 * B);
      a6 = x8.fma(g2, a6);
      b5 = x8.fma(g3, b5);
      FloatVector x9 = load(x, p + 9 * B);
      b6 = x9.fma(g3, b6);
    }
    a0.add(b0).intoArray(sums, at);
    a1.add(b1).intoArray(sums, at + B);
    a2.add(b2).intoArray(sums, at + 2 * B);
    a3.add(b3).intoArray(sums, at + 3 * B);
    a4.add(b4).intoArray(sums, at + 4 * B);
    a5.add(b5).intoArray(sums, at + 5 * B);
    a6.add(b6).intoArray(sums, at + 6 * B);
  }

  private static void correlateStride2(
      float[] x, int xAt, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector a0 = load(sums, at);
    FloatVector a1 = load(sums, at + B);
    FloatVector a2 = load(sums, at + 2 * B);
    FloatVector a3 = load(sums, at + 3 * B);
    FloatVector a4 = load(sums, at + 4 * B);
    FloatVector a5 = load(sums, at + 5 * B);
    FloatVector a6 = load(sums, at + 6 * B);
    FloatVector b0 = FloatVector.zero(SPECIES);
    FloatVector b1 = b0;
    FloatVector b2 = b0;
    FloatVector b3 = b0;
    FloatVector b4 = b0;
    FloatVector b5 = b0;
    FloatVector b6 = b0;
    for (int w = 0; w < columns; w += COLUMNS) {
      int p = xAt + 2 * w * B;
      int q = gAt + w * B;
      FloatVector g0 = load(g, q);
      FloatVector g1 = load(g, q + B);
      FloatVector g2 = load(g, q + 2 * B);
      FloatVector g3 = load(g, q + 3 * B);
      FloatVector x0 = load(x, p);
      a0 = x0.fma(g0, a0);
      FloatVector x1 = load(x, p + B);
      a1 = x1.fma(g0, a1);
      FloatVector x2 = load(x, p + 2 * B);
      a2 = x2.fma(g0, a2);
      b0 = x2.fma(g1, b0);
      FloatVector x3 = load(x, p + 3 * B);
      a3 = x3.fma(g0, a3);
      b1 = x3.fma(g1, b1);
      FloatVector x4 = load(x, p + 4 * B);
      a4 = x4.fma(g0, a4);
      b2 = x4.fma(g1, b2);
      a0 = x4.fma(g2, a0);
      FloatVector x5 = load(x, p + 5 * B);
      a5 = x5.fma(g0, a5);
      b3 = x5.fma(g1, b3);
      a1 = x5.fma(g2, a1);
      FloatVector x6 = load(x, p + 6 * B);
      a6 = x6.fma(g0, a6);
      b4 = x6.fma(g1, b4);
      a2 = x6.fma(g2, a2);
      b0 = x6.fma(g3, b0);
      FloatVector x7 = load(x, p + 7 * B);
      b5 = x7.fma(g1, b5);
      a3 = x7.fma(g2, a3);
      b1 = x7.fma(g3, b1);
      FloatVector x8 = load(x, p + 8 * B);
      b6 = x8.fma(g1, b6);
      a4 = x8.fma(g2, a4);
      b2 = x8.fma(g3, b2);
      FloatVector x9 = load(x, p + 9 * B);
      a5 = x9.fma(g2, a5);
      b3 = x9.fma(g3, b3);
      FloatVector x10 = load(x, p + 10 * B);
      a6 = x10.fma(g2, a6);
      b4 = x10.fma(g3, b4);
      FloatVector x11 = load(x, p + 11 * B);
      b5 = x11.fma(g3, b5);
      FloatVector x12 = load(x, p + 12 * B);
      b6 = x12.fma(g3, b6);
    }
    a0.add(b0).intoArray(sums, at);
    a1.add(b1).intoArray(sums, at + B);
    a2.add(b2).intoArray(sums, at + 2 * B);
    a3.add(b3).intoArray(sums, at + 3 * B);
    a4.add(b4).intoArray(sums, at + 4 * B);
    a5.add(b5).intoArray(sums, at + 5 * B);
    a6.add(b6).intoArray(sums, at + 6 * B);
  }
}
