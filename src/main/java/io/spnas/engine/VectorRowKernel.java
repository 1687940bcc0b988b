package io.spnas.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowKernel} with the Vector API: one vector holds a block of channels. The five sums live
 * in registers, which takes a method without nested loops: across nested loops the JIT of JDK 17
 * boxes them.
 */
final class VectorRowKernel implements RowKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int BLOCK = SPECIES.length();

  /** Whether a vector of this machine holds just a block of channels. */
  static boolean fits(int block) {
    return BLOCK == block;
  }

  @Override
  public void add(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + BLOCK);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * BLOCK);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, at + 3 * BLOCK);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, at + 4 * BLOCK);
    for (int w = 0; w < columns; w++) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, gAt + w * BLOCK);
      int column = xAt + w * stride * BLOCK;
      s0 = FloatVector.fromArray(SPECIES, x, column).fma(gradient, s0);
      s1 = FloatVector.fromArray(SPECIES, x, column + BLOCK).fma(gradient, s1);
      s2 = FloatVector.fromArray(SPECIES, x, column + 2 * BLOCK).fma(gradient, s2);
      s3 = FloatVector.fromArray(SPECIES, x, column + 3 * BLOCK).fma(gradient, s3);
      s4 = FloatVector.fromArray(SPECIES, x, column + 4 * BLOCK).fma(gradient, s4);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + BLOCK);
    s2.intoArray(sums, at + 2 * BLOCK);
    s3.intoArray(sums, at + 3 * BLOCK);
    s4.intoArray(sums, at + 4 * BLOCK);
  }
}
