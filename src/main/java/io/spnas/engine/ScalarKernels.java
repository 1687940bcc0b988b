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

  private float number(Channels channels, int row, int c) {
    return channels.rows()[channels.at() + row * block + c];
  }

  private float value(float x, Channels channels, int c) {
    return Math.fma(x, number(channels, SCALE, c), number(channels, SHIFT, c));
  }

  private float activated(float x, Channels channels, int c) {
    return bounded(value(x, channels, c), channels.bounds());
  }

  private static float bounded(float value, Bounds bounds) {
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat(Math.min(Math.max(bits, bounds.lowerBits()), bounds.upperBits()));
  }

  private float passed(float dy, float x, Channels channels, int c) {
    float value = value(x, channels, c);
    return value > channels.bounds().lower() && value < channels.bounds().upper() ? dy : 0;
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
  public void activate(ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer y, int to) {
    for (int i = 0; i < pixels * block; i++) {
      store(y, to, i, activated(load(x, at, i), channels, i % block));
    }
  }

  @Override
  public void activate(ByteBuffer x, int at, int pixels, Channels channels, float[] y, int to) {
    for (int i = 0; i < pixels * block; i++) {
      y[to + i] = activated(load(x, at, i), channels, i % block);
    }
  }

  @Override
  public void activateAndAdd(
      ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer r, ByteBuffer y, int to) {
    for (int i = 0; i < pixels * block; i++) {
      float value = activated(load(x, at, i), channels, i % block);
      store(y, to, i, value + load(r, to, i));
    }
  }

  @Override
  public void pool(ByteBuffer x, int at, int pixels, Channels channels, float[] sums, int to) {
    Arrays.fill(sums, to, to + block, 0f);
    for (int i = 0; i < pixels * block; i++) {
      sums[to + i % block] += activated(load(x, at, i), channels, i % block);
    }
  }

  @Override
  public void reduce(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] sums) {
    float[][] accumulators = new float[2][2 * block];
    int pairs = pixels / 2 * 2;
    for (int i = 0; i < pixels; i++) {
      float[] to = accumulators[i < pairs ? i % 2 : 0];
      for (int c = 0; c < block; c++) {
        float value = load(x, at, i * block + c);
        float g = passed(load(dy, at, i * block + c), value, channels, c);
        float centred = value - number(channels, MEAN, c);
        to[c] += g;
        to[block + c] = Math.fma(g, centred, to[block + c]);
      }
    }
    for (int c = 0; c < 2 * block; c++) {
      sums[c] = accumulators[0][c] + accumulators[1][c];
    }
  }

  private float differentiated(float dy, float x, Channels channels, int c) {
    float g = passed(dy, x, channels, c);
    float rest =
        Math.fma(
            x - number(channels, MEAN, c),
            number(channels, CENTRED, c),
            number(channels, CONSTANT, c));
    return Math.fma(g, number(channels, GRADIENT, c), rest);
  }

  @Override
  public void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer dx, int to) {
    for (int i = 0; i < pixels * block; i++) {
      float g = load(dy, at, i);
      store(dx, to, i, differentiated(g, load(x, at, i), channels, i % block));
    }
  }

  @Override
  public void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] dx, int to) {
    for (int i = 0; i < pixels * block; i++) {
      float g = load(dy, at, i);
      dx[to + i] = differentiated(g, load(x, at, i), channels, i % block);
    }
  }

  @Override
  public void bound(float[] x, int from, int pixels, Bounds bounds, ByteBuffer y, int to) {
    for (int i = 0; i < pixels * block; i++) {
      store(y, to, i, bounded(x[from + i], bounds));
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
