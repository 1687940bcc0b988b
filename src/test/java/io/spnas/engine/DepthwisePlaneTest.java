package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All three directions of a depthwise convolution against their definition. */
class DepthwisePlaneTest {
  private static final double TOLERANCE = 1e-6;
  private static final int[][] MAPS = {
    {1, 1}, {5, 5}, {7, 7}, {13, 13}, {14, 14}, {28, 28}, {13, 5}, {7, 9}, {1, 6}, {8, 3}
  };

  /** Planes are parts of larger arrays, so they don't begin at 0. */
  private static final int OFFSET = 3 * Lanes.BLOCK;

  static Stream<Arguments> convolutions() {
    List<Arguments> convolutions = new ArrayList<>();
    for (int kernel : new int[] {3, 5, 7}) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int[] map : MAPS) {
          convolutions.add(Arguments.of(kernel, stride, map[0], map[1]));
        }
      }
    }
    return convolutions.stream();
  }

  @ParameterizedTest(name = "kernel {0}, stride {1}, {2}x{3}")
  @MethodSource("convolutions")
  void fastestLoopsEqualTheDefinition(int kernel, int stride, int height, int width) {
    assertDefinition(shape(kernel, stride, height, width), Lanes.rows(kernel));
  }

  @ParameterizedTest(name = "kernel {0}, stride {1}, {2}x{3}")
  @MethodSource("convolutions")
  void scalarLoopsEqualTheDefinition(int kernel, int stride, int height, int width) {
    assertDefinition(
        shape(kernel, stride, height, width), new ScalarRowKernels(kernel, Lanes.BLOCK));
  }

  private static ConvolutionShape shape(int kernel, int stride, int height, int width) {
    Geometry in = new Geometry(Lanes.BLOCK, height, width, Lanes.BLOCK);
    return ConvolutionShape.of(in, Lanes.BLOCK, kernel, stride);
  }

  private static void assertDefinition(ConvolutionShape shape, RowKernels rows) {
    DepthwisePlane plane = new DepthwisePlane(shape, rows);
    // One after the other in the same plane: what the first leaves behind must not show.
    for (int seed = 1; seed <= 2; seed++) {
      new Example(shape, seed).check(plane);
    }
  }

  /** Random maps and weights of one block of channels. */
  private static final class Example {
    private final ConvolutionShape shape;
    private final int size;
    private final int block;
    private final float[] x;
    private final float[] dy;
    private final float[] kernel;

    Example(ConvolutionShape shape, long seed) {
      this.shape = shape;
      this.size = shape.kernel();
      this.block = shape.in().block();
      Random random = new Random(seed);
      this.x = gaussian(shape.in().planeFloats(), random);
      this.dy = gaussian(shape.out().planeFloats(), random);
      this.kernel = gaussian(OFFSET + size * size * block, random);
    }

    private static float[] gaussian(int length, Random random) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    private void readInput(DepthwisePlane plane, int row, long source) {
      plane.readInputRow(row, NativeMemory.at(source, (long) row * shape.in().width() * block));
    }

    void check(DepthwisePlane plane) {
      double[] y = new double[dy.length];
      double[] dx = new double[x.length];
      double[] dkernel = new double[size * size * block];
      define(y, dx, dkernel);
      try (Arena arena = new Arena()) {
        long source = arena.floats(x.length);
        long memory = arena.floats(Math.max(x.length, dy.length));
        NativeMemory.write(x, 0, source, x.length);
        plane.forward(row -> readInput(plane, row, source), kernel, OFFSET, memory);
        assertThat(TwinParameters.error(read(memory, dy.length), 0, y))
            .as("forward")
            .isLessThan(TOLERANCE);

        float[] weights = shape.stride() == 1 ? turned() : kernel;
        plane.backward(row -> writeGradient(plane, row), weights, OFFSET, memory);
        assertThat(TwinParameters.error(read(memory, x.length), 0, dx))
            .as("gradient of the input")
            .isLessThan(TOLERANCE);
        float[] weightGradient = weightGradient(plane, row -> readInput(plane, row, source));
        assertThat(TwinParameters.error(weightGradient, 0, dkernel))
            .as("gradient of the weights")
            .isLessThan(TOLERANCE);
      }
    }

    private static float[] read(long address, int length) {
      float[] values = new float[length];
      NativeMemory.read(address, values, 0, length);
      return values;
    }

    private void writeGradient(DepthwisePlane plane, int row) {
      int length = shape.out().width() * block;
      System.arraycopy(dy, row * length, plane.gradient(), plane.gradientAt(row), length);
    }

    /** The kernel's weights in the opposite order. */
    private float[] turned() {
      float[] turned = new float[kernel.length];
      int area = size * size;
      for (int i = 0; i < area; i++) {
        System.arraycopy(
            kernel, OFFSET + i * block, turned, OFFSET + (area - 1 - i) * block, block);
      }
      return turned;
    }

    /** What is added to sums that are not 0. */
    private float[] weightGradient(DepthwisePlane plane, IntConsumer inputRow) {
      double[] sums = new double[OFFSET + size * size * block];
      Arrays.setAll(sums, i -> i);
      plane.addWeightGradient(inputRow, sums, OFFSET);
      for (int i = 0; i < OFFSET; i++) {
        assertThat(sums[i]).as("sums of another plane").isEqualTo(i);
      }
      float[] added = new float[sums.length - OFFSET];
      for (int i = 0; i < added.length; i++) {
        added[i] = (float) (sums[OFFSET + i] - (OFFSET + i));
      }
      return added;
    }

    private void define(double[] y, double[] dx, double[] dkernel) {
      for (int h = 0; h < shape.out().height(); h++) {
        for (int w = 0; w < shape.out().width(); w++) {
          for (int i = 0; i < size * size; i++) {
            int row = h * shape.stride() + i / size - size / 2;
            int column = w * shape.stride() + i % size - size / 2;
            if (row >= 0
                && row < shape.in().height()
                && column >= 0
                && column < shape.in().width()) {
              int in = (row * shape.in().width() + column) * block;
              int out = (h * shape.out().width() + w) * block;
              for (int c = 0; c < block; c++) {
                double weight = kernel[OFFSET + i * block + c];
                y[out + c] += x[in + c] * weight;
                dx[in + c] += dy[out + c] * weight;
                dkernel[i * block + c] += (double) x[in + c] * dy[out + c];
              }
            }
          }
        }
      }
    }
  }
}
