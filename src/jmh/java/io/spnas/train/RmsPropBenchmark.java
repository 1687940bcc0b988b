package io.spnas.train;

import io.spnas.bench.SupernetStep;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.Slices;
import java.util.List;
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

/** The update of the 4.8 million weights of the paper's supernet, in ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RmsPropBenchmark {
  private RmsProp optimizer;
  private float[] parameters;
  private float[] gradients;

  /** Draws weights and gradients. */
  @Setup
  public void draw() {
    ParameterLayout layout = ParameterLayout.of(SupernetStep.network(224));
    List<ParameterLayout.Slot> slots = layout.slots();
    int length = slots.stream().mapToInt(slot -> slot.offset() + slot.length()).max().orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    parameters = new float[length];
    gradients = new float[length];
    for (int i = 0; i < length; i++) {
      parameters[i] = (float) random.nextDouble(-1, 1);
      gradients[i] = (float) random.nextDouble(-1, 1);
    }
    optimizer =
        RmsProp.of(new RmsProp.Settings(0.9, 0.9, 1e-3, 1e-5), layout, length, Slices.WHOLE);
  }

  /** One update. */
  @Benchmark
  public float[] step() {
    optimizer.step(parameters, gradients, 1e-6);
    return parameters;
  }

  /** Weight decay's term of the loss, which records tell. */
  @Benchmark
  public double decayLoss() {
    return optimizer.decayLoss(parameters);
  }
}
