package io.spnas.nas;

import io.spnas.config.Norm;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decisions of a layer of 1152 channels, the widest of the paper's space, and their gradients,
 * in microseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SuperkernelBenchmark {
  private static final int CHANNELS = 1152;
  private static final int WEIGHTS = CHANNELS * 25;

  private final Superkernel superkernel = new Superkernel(0, CHANNELS, WEIGHTS, true, Norm.RMS);
  private final float[] parameters = new float[WEIGHTS + Superkernel.DECISIONS];
  private final float[] drawn = new float[parameters.length];
  private final float[] gradients = new float[parameters.length];
  private final double[] factors = {1, 1, 1};
  private final double[] runtimeGradient = {0.1, 0.2, 0.3};

  /** Draws weights and gradients; thresholds are 0, so that all decisions are 1. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < WEIGHTS; i++) {
      parameters[i] = (float) random.nextDouble(-1, 1);
      drawn[i] = (float) random.nextDouble(-1, 1);
    }
  }

  /** What each step does before its forward and after its backward pass. */
  @Benchmark
  public float[] selectAndDifferentiate() {
    superkernel.select(parameters, factors);
    // Differentiating in place again and again would let the gradients grow.
    System.arraycopy(drawn, 0, gradients, 0, drawn.length);
    superkernel.differentiate(parameters, gradients, runtimeGradient, true);
    return gradients;
  }
}
