package io.spnas.nas;

import io.spnas.engine.Slices;
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

/** The average over two workers of as many floats as the paper's supernet exchanges, in ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ExchangeBenchmark {
  private static final int WORKERS = 2;
  private static final int GRADIENTS = 4_800_000;
  private static final int STATISTICS = 34_000;

  private Exchange exchange;

  /** All zeros: other values, halved again and again, would end as slow subnormal numbers. */
  @Setup
  public void create() {
    exchange = new Exchange(GRADIENTS, STATISTICS, Slices.WHOLE);
  }

  /** One average. */
  @Benchmark
  public float[] average() {
    exchange.average(WORKERS);
    return exchange.values();
  }
}
