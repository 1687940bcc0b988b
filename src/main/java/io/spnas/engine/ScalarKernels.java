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
    return Math.min(Math.max(value(x, rows, row, c), bounds.lower()), bounds.upper());
  }

  private float passed(float dy, float x, float[] rows, int row, int c, Bounds bounds) {
    float value = value(x, rows, row, c);
    return value > bounds.lower() && value < bounds.upper() ? dy : 0;
  }

  @Override
  public void moments(
      ByteBuffer x, int at, int pixels, float[] origin, int originAt, float[] sums) {
    float[] accumulators = new float[4 * block];
    for (int i = 0; i < pixels; i++) {
      int half = i % 2 * 2 * block;
      for (int c = 0; c < block; c++) {
        float d = load(x, at, i * block + c) - origin[originAt + c];
        accumulators[half + c] += d;
        accumulators[half + block + c] = Math.fma(d, d, accumulators[half + block + c]);
      }
    }
    addHalves(accumulators, sums);
  }

  private void addHalves(float[] accumulators, float[] sums) {
    for (int c = 0; c < 2 * block; c++) {
      sums[c] = accumulators[c] + accumulators[2 * block + c];
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
    float[] accumulators = new float[4 * block];
    for (int i = 0; i < pixels; i++) {
      int half = i % 2 * 2 * block;
      for (int c = 0; c < block; c++) {
        float value = load(x, at, i * block + c);
        float g = passed(load(dy, at, i * block + c), value, rows, row, c, bounds);
        float centred = value - rows[row + MEAN * block + c];
        accumulators[half + c] += g;
        accumulators[half + block + c] = Math.fma(g, centred, accumulators[half + block + c]);
      }
    }
    addHalves(accumulators, sums);
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
