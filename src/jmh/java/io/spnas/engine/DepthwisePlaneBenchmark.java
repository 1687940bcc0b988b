package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
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
 * A 5x5 depthwise convolution of [16, 144, 56, 56] at stride 1 in its three directions, by one
 * thread, in milliseconds: all planes of the batch, each read from memory. Batch norm and
 * activation, which a layer does as it reads, are left out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DepthwisePlaneBenchmark {
  private static final int BATCH = 16;
  private static final int CHANNELS = 144;
  private static final int SIZE = 56;
  private static final int KERNEL = 5;

  /** Whose loops over rows. */
  @Param({"vector", "scalar"})
  public String rows;

  private final Arena arena = new Arena();
  private Geometry maps;
  private NativeTensor input;
  private NativeTensor gradient;
  private NativeTensor output;
  private DepthwisePlane plane;
  private float[] kernels;
  private double[] sums;

  /** Draws maps and kernels. */
  @Setup
  public void draw() {
    int block = Lanes.BLOCK;
    maps = new Geometry(CHANNELS, SIZE, SIZE, block);
    input = NativeTensor.allocate(maps, BATCH, arena);
    gradient = NativeTensor.allocate(maps, BATCH, arena);
    output = NativeTensor.allocate(maps, BATCH, arena);
    RowKernels loops =
        rows.equals("vector") ? Lanes.rows(KERNEL) : new ScalarRowKernels(KERNEL, block);
    plane = new DepthwisePlane(ConvolutionShape.of(maps, CHANNELS, KERNEL, 1), loops);
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < BATCH; n++) {
      fill(random, input.address(n));
      fill(random, gradient.address(n));
    }
    kernels = random(random, maps.blocks() * at(1));
    sums = new double[kernels.length];
  }

  private void fill(SplittableRandom random, long address) {
    float[] values = random(random, maps.imageFloats());
    NativeMemory.write(values, 0, address, values.length);
  }

  private static float[] random(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private int at(int channelBlock) {
    return channelBlock * KERNEL * KERNEL * maps.block();
  }

  private IntConsumer inputRow(int image, int channelBlock) {
    long from = input.address(image, channelBlock);
    int length = maps.width() * maps.block();
    return row -> plane.readInputRow(row, NativeMemory.at(from, (long) row * length));
  }

  private IntConsumer gradientRow(int image, int channelBlock) {
    int length = SIZE * maps.block();
    long from = gradient.address(image, channelBlock);
    return row ->
        NativeMemory.read(
            NativeMemory.at(from, (long) row * length),
            plane.gradient(),
            plane.gradientAt(row),
            length);
  }

  /** Output of the input. */
  @Benchmark
  public void forward() {
    for (int n = 0; n < BATCH; n++) {
      for (int b = 0; b < maps.blocks(); b++) {
        plane.forward(inputRow(n, b), kernels, at(b), output.address(n, b));
      }
    }
  }

  /** The input's gradient of the output's. */
  @Benchmark
  public void backward() {
    for (int n = 0; n < BATCH; n++) {
      for (int b = 0; b < maps.blocks(); b++) {
        plane.backward(gradientRow(n, b), kernels, at(b), output.address(n, b));
      }
    }
  }

  /** The weights' gradient of the input and the output's gradient. */
  @Benchmark
  public double[] weightGradient() {
    for (int n = 0; n < BATCH; n++) {
      for (int b = 0; b < maps.blocks(); b++) {
        IntConsumer row = gradientRow(n, b);
        for (int h = 0; h < SIZE; h++) {
          row.accept(h);
        }
        plane.addWeightGradient(inputRow(n, b), sums, at(b));
      }
    }
    return sums;
  }

  /** Frees the maps. */
  @TearDown
  public void free() {
    arena.close();
  }
}
