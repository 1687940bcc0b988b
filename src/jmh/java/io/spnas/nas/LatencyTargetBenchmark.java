package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.config.RuntimeModelKind;
import io.spnas.config.Settings;
import io.spnas.engine.ParameterLayout;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.Optional;
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

/** What a target adds to a step of a search in the paper's space, in microseconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LatencyTargetBenchmark {
  private static final int STEPS = 1 << 30;

  private final SearchSpace space = space();
  private final RuntimeModel model =
      RuntimeModel.of(LatencyTable.load("pixel1"), RuntimeModelKind.EXACT);
  private final LatencyTarget target = new LatencyTarget(80, model, space, 0, STEPS, true);
  private final double[][] indicators = new double[space.searchable().size()][3];
  private final Decisions decisions = new Decisions(space, Norm.RMS);
  private final float[] values = new float[decisions.parameters()];
  private long step;

  /** Draws the weights of a search's beginning. */
  @Setup
  public void draw() {
    InitialWeights.fill(ParameterLayout.of(space.supernet()), values, 1);
  }

  private static SearchSpace space() {
    Settings settings = Settings.load(Optional.empty(), List.of());
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** An open step: lambda, and the shares of recent decisions. */
  @Benchmark
  public double lambda() {
    return target.lambda(new StepControls(step++ % (STEPS / 2), 0, false), 81, indicators);
  }

  /** A settled step: decisions of all layers, and thresholds that keep them. */
  @Benchmark
  public double[][] settled() {
    double[][] decided = decisions.decide(values);
    decisions.settle(values, target.settle(STEPS - 1, decided));
    return decided;
  }
}
