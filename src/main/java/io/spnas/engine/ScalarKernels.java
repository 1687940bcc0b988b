package io.spnas.engine;

import static io.spnas.engine.Kernels.Coefficients.CENTRED;
import static io.spnas.engine.Kernels.Coefficients.CONSTANT;
import static io.spnas.engine.Kernels.Coefficients.GRADIENT;
import static io.spnas.engine.Kernels.Coefficients.MEAN;
import static io.spnas.engine.Kernels.Coefficients.SCALE;
import static io.spnas.engine.Kernels.Coefficients.SHIFT;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** {@link Kernels} in plain Java, with the same bits as the vectors give. */
final class ScalarKernels implements Kernels {
  private final int block;

  /**
   * @param block B
   */
  ScalarKernels(int block) {
    this.block = block;
  }

  @Override
  public int block() {
    return block;
  }

  private static float load(ByteBuffer from, int at, int index) {
    return from.getFloat(at + index * Float.BYTES);
  }

  private static void store(ByteBuffer to, int at, int index, float value) {
    to.putFloat(at + index * Float.BYTES, value);
  }

  private float value(float x, float[] rows, int row, int c) {
    return Math.fma(x, rows[row + SCALE * block + c], rows[row + SHIFT * block + c]);
  }

  private float activated(float x, float[] rows, int row, int c, Bounds bounds) {
    int bits = Float.floatToRawIntBits(value(x, rows, row, c));
    return Float.intBitsToFloat(Math.min(Math.max(bits, bounds.lowerBits()), bounds.upperBits()));
  }

  private float passed(float dy, float x, float[] rows, int row, int c, Bounds bounds) {
    float value = value(x, rows, row, c);
    return value > bounds.lower() && value < bounds.upper() ? dy : 0;
  }

  @Override
  public void moments(
      ByteBuffer x, int at, int pixels, float[] origin, int originAt, float[] sums) {
    float[][] accumulators = new float[4][2 * block];
    int quads = pixels / 4 * 4;
    for (int i = 0; i < pixels; i++) {
      float[] to = accumulators[i < quads ? i % 4 : 0];
      for (int c = 0; c < block; c++) {
        float d = load(x, at, i * block + c) - origin[originAt + c];
        to[c] += d;
        to[block + c] = Math.fma(d, d, to[block + c]);
      }
    }
    for (int c = 0; c < 2 * block; c++) {
      sums[c] = accumulators[0][c] + accumulators[1][c] + (accumulators[2][c] + accumulators[3][c]);
    }
  }

  @Override
  public void activate(
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      ByteBuffer y,
      int to) {
    for (int i = 0; i < pixels * block; i++) {
      store(y, to, i, activated(load(x, at, i), rows, row, i % block, bounds));
    }
  }

  @Override
  public void activate(
      ByteBuffer x, int at, int pixels, float[] rows, int row, Bounds bounds, float[] y, int to) {
    for (int i = 0; i < pixels * block; i++) {
      y[to + i] = activated(load(x, at, i), rows, row, i % block, bounds);
    }
  }

  @Override
  public void activateAndAdd(
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      ByteBuffer r,
      ByteBuffer y,
      int to) {
    for (int i = 0; i < pixels * block; i++) {
      float value = activated(load(x, at, i), rows, row, i % block, bounds);
      store(y, to, i, value + load(r, to, i));
    }
  }

  @Override
  public void pool(
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      float[] sums,
      int to) {
    Arrays.fill(sums, to, to + block, 0f);
    for (int i = 0; i < pixels * block; i++) {
      sums[to + i % block] += activated(load(x, at, i), rows, row, i % block, bounds);
    }
  }

  @Override
  public void reduce(
      ByteBuffer dy,
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      float[] sums) {
    float[][] accumulators = new float[2][2 * block];
    int pairs = pixels / 2 * 2;
    for (int i = 0; i < pixels; i++) {
      float[] to = accumulators[i < pairs ? i % 2 : 0];
      for (int c = 0; c < block; c++) {
        float value = load(x, at, i * block + c);
        float g = passed(load(dy, at, i * block + c), value, rows, row, c, bounds);
        float centred = value - rows[row + MEAN * block + c];
        to[c] += g;
        to[block + c] = Math.fma(g, centred, to[block + c]);
      }
    }
    for (int c = 0; c < 2 * block; c++) {
      sums[c] = accumulators[0][c] + accumulators[1][c];
    }
  }

  private float differentiated(float dy, float x, float[] rows, int row, int c, Bounds bounds) {
    float g = passed(dy, x, rows, row, c, bounds);
    float rest =
        Math.fma(
            x - rows[row + MEAN * block + c],
            rows[row + CENTRED * block + c],
            rows[row + CONSTANT * block + c]);
    return Math.fma(g, rows[row + GRADIENT * block + c], rest);
  }

  @Override
  public void differentiate(
      ByteBuffer dy,
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      ByteBuffer dx,
      int to) {
    for (int i = 0; i < pixels * block; i++) {
      float g = load(dy, at, i);
      store(dx, to, i, differentiated(g, load(x, at, i), rows, row, i % block, bounds));
    }
  }

  @Override
  public void differentiate(
      ByteBuffer dy,
      ByteBuffer x,
      int at,
      int pixels,
      float[] rows,
      int row,
      Bounds bounds,
      float[] dx,
      int to) {
    for (int i = 0; i < pixels * block; i++) {
      float g = load(dy, at, i);
      dx[to + i] = differentiated(g, load(x, at, i), rows, row, i % block, bounds);
    }
  }

  @Override
  public void add(ByteBuffer x, int at, ByteBuffer y, int to, int floats) {
    for (int i = 0; i < floats; i++) {
      store(y, to, i, load(y, to, i) + load(x, at, i));
    }
  }

  @Override
  public void fill(float[] values, int from, ByteBuffer y, int to, int pixels) {
    for (int i = 0; i < pixels * block; i++) {
      store(y, to, i, values[from + i % block]);
    }
  }
}
