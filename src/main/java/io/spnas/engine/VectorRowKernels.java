package io.spnas.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RowKernel} with the Vector API for the kernel sizes of mobile networks: one vector holds a
 * block of channels. The sums live in registers, which takes one method a size and no nested loop:
 * across nested loops the JIT of JDK 17 boxes them.
 */
final class VectorRowKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int BLOCK = SPECIES.length();

  private VectorRowKernels() {}

  /** Whether there is a loop for the size, and a vector holds just a block of channels. */
  static boolean fits(int size, int block) {
    return BLOCK == block && (size == 3 || size == 5 || size == 7);
  }

  static RowKernel of(int size) {
    return switch (size) {
      case 3 -> VectorRowKernels::add3;
      case 5 -> VectorRowKernels::add5;
      case 7 -> VectorRowKernels::add7;
      default -> throw new IllegalArgumentException("Kernel size " + size);
    };
  }

  private static void add3(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + BLOCK);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * BLOCK);
    for (int w = 0; w < columns; w++) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, gAt + w * BLOCK);
      int column = xAt + w * stride * BLOCK;
      s0 = FloatVector.fromArray(SPECIES, x, column).fma(gradient, s0);
      s1 = FloatVector.fromArray(SPECIES, x, column + BLOCK).fma(gradient, s1);
      s2 = FloatVector.fromArray(SPECIES, x, column + 2 * BLOCK).fma(gradient, s2);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + BLOCK);
    s2.intoArray(sums, at + 2 * BLOCK);
  }

  private static void add5(
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

  private static void add7(
      float[] x, int xAt, int stride, float[] g, int gAt, int columns, float[] sums, int at) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, sums, at);
    FloatVector s1 = FloatVector.fromArray(SPECIES, sums, at + BLOCK);
    FloatVector s2 = FloatVector.fromArray(SPECIES, sums, at + 2 * BLOCK);
    FloatVector s3 = FloatVector.fromArray(SPECIES, sums, at + 3 * BLOCK);
    FloatVector s4 = FloatVector.fromArray(SPECIES, sums, at + 4 * BLOCK);
    FloatVector s5 = FloatVector.fromArray(SPECIES, sums, at + 5 * BLOCK);
    FloatVector s6 = FloatVector.fromArray(SPECIES, sums, at + 6 * BLOCK);
    for (int w = 0; w < columns; w++) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, gAt + w * BLOCK);
      int column = xAt + w * stride * BLOCK;
      s0 = FloatVector.fromArray(SPECIES, x, column).fma(gradient, s0);
      s1 = FloatVector.fromArray(SPECIES, x, column + BLOCK).fma(gradient, s1);
      s2 = FloatVector.fromArray(SPECIES, x, column + 2 * BLOCK).fma(gradient, s2);
      s3 = FloatVector.fromArray(SPECIES, x, column + 3 * BLOCK).fma(gradient, s3);
      s4 = FloatVector.fromArray(SPECIES, x, column + 4 * BLOCK).fma(gradient, s4);
      s5 = FloatVector.fromArray(SPECIES, x, column + 5 * BLOCK).fma(gradient, s5);
      s6 = FloatVector.fromArray(SPECIES, x, column + 6 * BLOCK).fma(gradient, s6);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + BLOCK);
    s2.intoArray(sums, at + 2 * BLOCK);
    s3.intoArray(sums, at + 3 * BLOCK);
    s4.intoArray(sums, at + 4 * BLOCK);
    s5.intoArray(sums, at + 5 * BLOCK);
    s6.intoArray(sums, at + 6 * BLOCK);
  }
}
