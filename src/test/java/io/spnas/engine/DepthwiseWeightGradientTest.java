package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.intel.analytics.bigdl.mkl.Memory;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The weight gradient against its definition, and the Vector API's loop against the scalar one. */
class DepthwiseWeightGradientTest {
  private static final int FLOAT_BYTES = 4;
  private static final int ALIGNMENT = 64;

  @BeforeAll
  static void loadNativeLibraries() {
    BigDl.start(1);
  }

  @ParameterizedTest(
      name = "kernel {0}, stride {1}, batch {2}, channels {3}, {4}x{5}, blocks of {6}")
  @CsvSource({
    "5, 1, 2, 24, 14, 14, 16",
    "5, 2, 2, 72, 13, 13, 16",
    "5, 2, 3, 48, 7, 9, 16",
    "5, 1, 1, 16, 1, 1, 16",
    "5, 1, 2, 120, 5, 5, 8",
    "3, 2, 2, 24, 28, 28, 16",
    "7, 1, 2, 32, 7, 7, 16",
    "7, 2, 2, 8, 13, 5, 8"
  })
  void equalsItsDefinition(
      int size, int stride, int batch, int channels, int height, int width, int block) {
    Example example = new Example(size, stride, batch, channels, height, width, block, 1);
    double[] expected = example.definition();
    assertThat(TwinParameters.error(example.compute(RowKernel.of(size, block)), 0, expected))
        .isLessThan(1e-6);
    assertThat(TwinParameters.error(example.compute(new ScalarRowKernel(size, block)), 0, expected))
        .isLessThan(1e-6);
  }

  static IntStream randomShapes() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("randomShapes")
  void vectorAndScalarLoopsGiveTheSameBits(int seed) {
    Random random = new Random(seed);
    int size = 3 + 2 * random.nextInt(3);
    Example example =
        new Example(
            size,
            1 + random.nextInt(2),
            1 + random.nextInt(3),
            1 + random.nextInt(50),
            1 + random.nextInt(30),
            1 + random.nextInt(30),
            16,
            seed);
    assertThat(example.compute(RowKernel.of(size, 16)))
        .isEqualTo(example.compute(new ScalarRowKernel(size, 16)));
  }

  /** Random activations in plain layout, and the same in native memory in blocks. */
  private static final class Example {
    private final DepthwiseWeightGradient.Geometry geometry;
    private final float[] input;
    private final float[] gradient;

    Example(
        int size,
        int stride,
        int batch,
        int channels,
        int height,
        int width,
        int block,
        long seed) {
      int outHeight = (height + stride - 1) / stride;
      int outWidth = (width + stride - 1) / stride;
      geometry =
          new DepthwiseWeightGradient.Geometry(
              size,
              stride,
              batch,
              channels,
              new int[] {height, width},
              new int[] {outHeight, outWidth},
              block);
      Random random = new Random(seed);
      input = gaussian(batch * channels * height * width, random);
      gradient = gaussian(batch * channels * outHeight * outWidth, random);
    }

    private static float[] gaussian(int length, Random random) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return values;
    }

    double[] definition() {
      int size = geometry.size();
      int height = geometry.in()[0];
      int width = geometry.in()[1];
      int outHeight = geometry.out()[0];
      int outWidth = geometry.out()[1];
      double[] sums = new double[geometry.channels() * size * size];
      for (int n = 0; n < geometry.batch(); n++) {
        for (int c = 0; c < geometry.channels(); c++) {
          int plane = n * geometry.channels() + c;
          for (int at = 0; at < outHeight * outWidth * size * size; at++) {
            int j = at % size;
            int i = at / size % size;
            int w = at / (size * size) % outWidth;
            int h = at / (size * size) / outWidth;
            int y = h * geometry.stride() + i - size / 2;
            int x = w * geometry.stride() + j - size / 2;
            if (y >= 0 && y < height && x >= 0 && x < width) {
              sums[(c * size + i) * size + j] +=
                  (double) input[(plane * height + y) * width + x]
                      * gradient[(plane * outHeight + h) * outWidth + w];
            }
          }
        }
      }
      return sums;
    }

    float[] compute(RowKernel kernel) {
      float[] blockedInput = blocked(input, geometry.in());
      float[] blockedGradient = blocked(gradient, geometry.out());
      long x = Memory.AlignedMalloc(blockedInput.length * FLOAT_BYTES, ALIGNMENT);
      long g = Memory.AlignedMalloc(blockedGradient.length * FLOAT_BYTES, ALIGNMENT);
      try {
        Memory.CopyArray2Ptr(blockedInput, 0, x, 0, blockedInput.length, FLOAT_BYTES);
        Memory.CopyArray2Ptr(blockedGradient, 0, g, 0, blockedGradient.length, FLOAT_BYTES);
        DepthwiseWeightGradient computed = new DepthwiseWeightGradient(geometry, kernel);
        int offset = 3;
        float[] target =
            new float[offset + geometry.channels() * geometry.size() * geometry.size()];
        for (int block = 0; block < computed.blocks(); block++) {
          computed.compute(block, x, g, target, offset);
        }
        return java.util.Arrays.copyOfRange(target, offset, target.length);
      } finally {
        Memory.AlignedFree(x);
        Memory.AlignedFree(g);
      }
    }

    private float[] blocked(float[] plain, int[] map) {
      int block = geometry.block();
      int channels = geometry.channels();
      int blocks = (channels + block - 1) / block;
      int area = map[0] * map[1];
      float[] values = new float[geometry.batch() * blocks * area * block];
      for (int n = 0; n < geometry.batch(); n++) {
        for (int c = 0; c < channels; c++) {
          for (int p = 0; p < area; p++) {
            int to = ((n * blocks + c / block) * area + p) * block + c % block;
            values[to] = plain[(n * channels + c) * area + p];
          }
        }
      }
      return values;
    }
  }
}
