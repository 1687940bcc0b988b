package io.spnas.engine;

import io.spnas.engine.Kernels.Bounds;
import io.spnas.engine.Kernels.Channels;
import io.spnas.engine.Kernels.Coefficients;
import io.spnas.engine.NativeTensor.Geometry;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Batch norm and ReLU of one plane of 56 x 56 pixels and one block of channels, forward and
 * backward, in microseconds. The plane is in the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class KernelsBenchmark {
  private static final int SIZE = 56;
  private static final int PIXELS = SIZE * SIZE;

  /** Whose loops. */
  @Param({"vector", "scalar"})
  public String loops;

  private final Arena arena = new Arena();
  private final int block = Lanes.BLOCK;
  private final float[] rows = new float[Coefficients.ROWS * block];
  private final Channels channels = new Channels(rows, 0, Bounds.RELU);
  private final float[] origin = new float[block];
  private final float[] sums = new float[2 * block];
  private final float[] array = new float[PIXELS * block];
  private Kernels kernels;
  private ByteBuffer values;
  private ByteBuffer gradient;
  private ByteBuffer target;

  /** Draws values, gradients and coefficients. */
  @Setup
  public void draw() {
    kernels = loops.equals("vector") ? Lanes.kernels() : new ScalarKernels(block);
    SplittableRandom random = new SplittableRandom(1);
    values = plane(random);
    gradient = plane(random);
    target = plane(random);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextDouble(0.5, 1);
    }
  }

  private ByteBuffer plane(SplittableRandom random) {
    ByteBuffer plane =
        NativeTensor.allocate(new Geometry(block, SIZE, SIZE, block), 1, arena).image(0);
    for (int i = 0; i < PIXELS * block; i++) {
      plane.putFloat(i * Float.BYTES, (float) random.nextDouble(-1, 1));
    }
    return plane;
  }

  /** Sums of values and of their squares. */
  @Benchmark
  public float[] moments() {
    kernels.moments(values, 0, PIXELS, origin, 0, sums);
    return sums;
  }

  /** Activations, in native memory. */
  @Benchmark
  public void activate() {
    kernels.activate(values, 0, PIXELS, channels, target, 0);
  }

  /** Activations, in an array. */
  @Benchmark
  public float[] activateIntoArray() {
    kernels.activate(values, 0, PIXELS, channels, array, 0);
    return array;
  }

  /** Sums of the gradients behind the activation. */
  @Benchmark
  public float[] reduce() {
    kernels.reduce(gradient, values, 0, PIXELS, channels, sums);
    return sums;
  }

  /** Gradients of the values, in native memory. */
  @Benchmark
  public void differentiate() {
    kernels.differentiate(gradient, values, 0, PIXELS, channels, target, 0);
  }

  /** Gradients of the values, in an array. */
  @Benchmark
  public float[] differentiateIntoArray() {
    kernels.differentiate(gradient, values, 0, PIXELS, channels, array, 0);
    return array;
  }

  /** Frees the planes. */
  @TearDown
  public void free() {
    arena.close();
  }
}
