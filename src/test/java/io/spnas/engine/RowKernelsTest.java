package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Vector API's loops give the bits of the scalar ones: a JVM with and one without the API train
 * the same network.
 */
class RowKernelsTest {
  private static final int B = Lanes.BLOCK;

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  /** One row of a random shape, at random places in its arrays. */
  private static final class Row {
    private final Random random;
    private final int size;
    private final int stride;
    private final int columns;
    private final int at;
    private final RowKernels vector;
    private final RowKernels scalar;

    Row(int seed) {
      random = new Random(seed);
      // All sizes and strides in turns.
      size = 3 + 2 * (seed % 3);
      stride = 1 + seed / 3 % 2;
      columns = 1 + random.nextInt(40);
      at = random.nextInt(5) * B;
      vector = VectorRowKernels.of(size);
      scalar = new ScalarRowKernels(size, B);
    }

    float[] gaussian(int floats) {
      float[] values = new float[floats];
      for (int i = 0; i < floats; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    /** Columns of x that the loops may read. */
    int reach() {
      return (columns + RowKernels.COLUMNS) * stride + size;
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void convolves(int seed) {
    Row row = new Row(seed);
    float[] x = row.gaussian(row.at + row.reach() * B);
    float[] kernel = row.gaussian(row.at + row.size * B);
    float[] from = row.gaussian((row.columns + RowKernels.COLUMNS) * B);
    float[] vector = new float[from.length];
    float[] scalar = new float[from.length];
    row.vector.convolve(x, row.at, row.stride, kernel, row.at, from, vector, row.columns);
    row.scalar.convolve(x, row.at, row.stride, kernel, row.at, from, scalar, row.columns);
    assertSameBits(vector, scalar, row.columns * B);

    row.vector.convolve(x, row.at, row.stride, kernel, row.at, from, from, row.columns);
    assertSameBits(from, scalar, row.columns * B);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void spreads(int seed) {
    Row row = new Row(seed);
    int pairs = row.columns;
    int before = row.size / 2;
    float[] g = row.gaussian(row.at + (before + pairs + RowKernels.PAIRS) * B);
    int gAt = row.at + before * B;
    float[] kernel = row.gaussian(row.at + row.size * B);
    float[] from = row.gaussian(2 * (pairs + RowKernels.PAIRS) * B);
    float[] vector = new float[from.length];
    float[] scalar = new float[from.length];
    row.vector.spread(g, gAt, kernel, row.at, from, vector, pairs);
    row.scalar.spread(g, gAt, kernel, row.at, from, scalar, pairs);
    assertSameBits(vector, scalar, 2 * pairs * B);

    row.vector.spread(g, gAt, kernel, row.at, from, from, pairs);
    assertSameBits(from, scalar, 2 * pairs * B);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void correlates(int seed) {
    Row row = new Row(seed);
    float[] x = row.gaussian(row.at + row.reach() * B);
    // Columns that are computed too many count nothing, as the gradient ends in zeros.
    float[] g = row.gaussian(row.at + (row.columns + RowKernels.COLUMNS) * B);
    Arrays.fill(g, row.at + row.columns * B, g.length, 0f);
    float[] vector = row.gaussian(row.at + (row.size + 1) * B);
    float[] scalar = vector.clone();
    float[] before = vector.clone();
    row.vector.correlate(x, row.at, row.stride, g, row.at, row.columns, vector, row.at);
    row.scalar.correlate(x, row.at, row.stride, g, row.at, row.columns, scalar, row.at);
    assertSameBits(vector, scalar, scalar.length);
    assertThat(vector).isNotEqualTo(before);
  }

  private static void assertSameBits(float[] found, float[] expected, int length) {
    assertThat(Arrays.copyOf(found, length)).isEqualTo(Arrays.copyOf(expected, length));
  }
}
