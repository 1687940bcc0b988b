package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.Kernels.Channels;
import io.spnas.engine.Kernels.Coefficients;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops against their formulas, and the Vector API's bits against those of plain Java. */
class KernelsTest {
  private static final int SEEDS = 40;
  private static final int MOST_PIXELS = 70;
  private static final double TOLERANCE = 1e-6;
  private static final int B = Lanes.BLOCK;
  private static final List<Bounds> BOUNDS = List.of(Bounds.NONE, Bounds.RELU, Bounds.RELU6);

  static Stream<Arguments> planes() {
    return Stream.iterate(0, seed -> seed + 1)
        .limit(SEEDS)
        .flatMap(seed -> BOUNDS.stream().map(bounds -> Arguments.of(seed, bounds)));
  }

  @ParameterizedTest
  @MethodSource("planes")
  void vectorAndScalarLoopsGiveTheSameBits(int seed, Bounds bounds) {
    Plane plane = new Plane(seed, bounds);
    Map<String, float[]> scalar = plane.compute(new ScalarKernels(B));
    plane
        .compute(new VectorKernels())
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(scalar.get(name)));
  }

  @ParameterizedTest
  @MethodSource("planes")
  void loopsEqualTheirFormulas(int seed, Bounds bounds) {
    Plane plane = new Plane(seed, bounds);
    Map<String, double[]> expected = plane.define();
    Map<String, float[]> found = plane.compute(Lanes.kernels());
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (name, values) -> {
          double[] exact = expected.get(name);
          assertThat(values).as(name).hasSameSizeAs(exact);
          assertThat(TwinParameters.error(values, 0, exact)).as(name).isLessThan(TOLERANCE);
        });
  }

  /** A random plane, at random places in larger buffers and arrays. */
  private static final class Plane {
    private final Random random;
    private final Bounds bounds;
    private final int pixels;
    private final int floats;
    private final int length;
    private final int at;
    private final int to;
    private final int row;
    private final int originAt;
    private final float[] rows;
    private final Channels channels;
    private final float[] x;
    private final float[] dy;
    private final float[] r;
    private final float[] before;
    private final float[] origin;

    Plane(int seed, Bounds bounds) {
      this.random = new Random(seed);
      this.bounds = bounds;
      // The shortest and the longest too.
      this.pixels = seed == 0 ? 1 : seed == 1 ? MOST_PIXELS : 1 + random.nextInt(MOST_PIXELS);
      this.floats = pixels * B;
      this.length = floats + 4 * B;
      this.at = random.nextInt(4) * B;
      this.to = random.nextInt(4) * B;
      this.row = random.nextInt(3) * Coefficients.ROWS * B;
      this.originAt = random.nextInt(3) * B;
      this.x = gaussian(length, 4);
      this.dy = gaussian(length, 1);
      this.r = gaussian(length, 1);
      this.before = gaussian(length, 1);
      this.origin = gaussian(3 * B, 1);
      this.rows = gaussian(3 * Coefficients.ROWS * B, 1);
      this.channels = new Channels(rows, row, bounds);
      // Channels whose values lie on a bound, where the gradient is 0.
      constant(0, 0f);
      constant(1, 6f);
    }

    private void constant(int channel, float value) {
      rows[row + Coefficients.SCALE * B + channel] = 0f;
      rows[row + Coefficients.SHIFT * B + channel] = value;
    }

    private float[] gaussian(int count, double scale) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) (scale * random.nextGaussian());
      }
      return values;
    }

    private double coefficient(int number, int channel) {
      return rows[row + number * B + channel];
    }

    /** What a loop makes of buffers and arrays, with what lies around its results. */
    Map<String, float[]> compute(Kernels kernels) {
      int a = at * Float.BYTES;
      int t = to * Float.BYTES;
      Map<String, float[]> results = new LinkedHashMap<>();
      try (Arena arena = new Arena()) {
        ByteBuffer bx = buffer(arena, x);
        ByteBuffer bdy = buffer(arena, dy);
        ByteBuffer br = buffer(arena, r);
        BiConsumer<String, BiConsumer<ByteBuffer, float[]>> both =
            (name, loop) -> {
              ByteBuffer buffer = buffer(arena, before);
              float[] array = before.clone();
              loop.accept(buffer, array);
              results.put(name + " (buffer)", floats(buffer));
              results.put(name + " (array)", array);
            };
        both.accept(
            "activate",
            (buffer, array) -> {
              kernels.activate(bx, a, pixels, channels, buffer, t);
              kernels.activate(bx, a, pixels, channels, array, to);
            });
        both.accept(
            "differentiate",
            (buffer, array) -> {
              kernels.differentiate(bdy, bx, a, pixels, channels, buffer, t);
              kernels.differentiate(bdy, bx, a, pixels, channels, array, to);
            });
        both.accept(
            "activateAndAdd, pool",
            (buffer, array) -> {
              kernels.activateAndAdd(bx, a, pixels, channels, br, buffer, t);
              kernels.pool(bx, a, pixels, channels, array, to);
            });
        both.accept(
            "bound, moments",
            (buffer, array) -> {
              kernels.bound(x, at, pixels, bounds, buffer, t);
              kernels.moments(bx, a, pixels, origin, originAt, array);
            });
        both.accept(
            "add, moments",
            (buffer, array) -> {
              kernels.add(bx, a, buffer, t, floats);
              kernels.moments(bx, a, pixels, origin, originAt, array);
            });
        both.accept(
            "fill, reduce",
            (buffer, array) -> {
              kernels.fill(origin, originAt, buffer, t, pixels);
              kernels.reduce(bdy, bx, a, pixels, channels, array);
            });
      }
      return results;
    }

    private static ByteBuffer buffer(Arena arena, float[] values) {
      long address = arena.floats(values.length);
      NativeMemory.write(values, 0, address, values.length);
      return NativeMemory.view(address, (long) values.length * Float.BYTES);
    }

    private static float[] floats(ByteBuffer buffer) {
      float[] values = new float[buffer.capacity() / Float.BYTES];
      buffer.asFloatBuffer().get(values);
      return values;
    }

    private double value(int i) {
      int c = i % B;
      return x[at + i] * coefficient(Coefficients.SCALE, c) + coefficient(Coefficients.SHIFT, c);
    }

    private double activated(int i) {
      return Math.min(Math.max(value(i), bounds.lower()), bounds.upper());
    }

    private double passed(int i) {
      return value(i) > bounds.lower() && value(i) < bounds.upper() ? dy[at + i] : 0;
    }

    private double centred(int i) {
      return x[at + i] - coefficient(Coefficients.MEAN, i % B);
    }

    private double differentiated(int i) {
      int c = i % B;
      return coefficient(Coefficients.GRADIENT, c) * passed(i)
          + coefficient(Coefficients.CENTRED, c) * centred(i)
          + coefficient(Coefficients.CONSTANT, c);
    }

    /** The same by the formulas. */
    Map<String, double[]> define() {
      double[] activated = untouched();
      double[] differentiated = untouched();
      double[] summed = untouched();
      double[] added = untouched();
      double[] bounded = untouched();
      double[] filled = untouched();
      double[] pooled = untouched();
      double[] moments = untouched();
      double[] reduced = untouched();
      Arrays.fill(pooled, to, to + B, 0);
      Arrays.fill(moments, 0, 2 * B, 0);
      Arrays.fill(reduced, 0, 2 * B, 0);
      for (int i = 0; i < floats; i++) {
        int c = i % B;
        double distance = x[at + i] - (double) origin[originAt + c];
        activated[to + i] = activated(i);
        differentiated[to + i] = differentiated(i);
        summed[to + i] = activated(i) + r[to + i];
        added[to + i] += x[at + i];
        bounded[to + i] = Math.min(Math.max(x[at + i], bounds.lower()), bounds.upper());
        filled[to + i] = origin[originAt + c];
        pooled[to + c] += activated(i);
        moments[c] += distance;
        moments[B + c] += distance * distance;
        reduced[c] += passed(i);
        reduced[B + c] += passed(i) * centred(i);
      }
      Map<String, double[]> results = new LinkedHashMap<>();
      results.put("activate (buffer)", activated);
      results.put("activate (array)", activated);
      results.put("differentiate (buffer)", differentiated);
      results.put("differentiate (array)", differentiated);
      results.put("activateAndAdd, pool (buffer)", summed);
      results.put("activateAndAdd, pool (array)", pooled);
      results.put("bound, moments (buffer)", bounded);
      results.put("bound, moments (array)", moments);
      results.put("add, moments (buffer)", added);
      results.put("add, moments (array)", moments);
      results.put("fill, reduce (buffer)", filled);
      results.put("fill, reduce (array)", reduced);
      return results;
    }

    private double[] untouched() {
      double[] values = new double[length];
      Arrays.setAll(values, i -> before[i]);
      return values;
    }
  }
}
