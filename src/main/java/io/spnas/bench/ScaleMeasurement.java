package io.spnas.bench;

import io.spnas.bench.World.Link;

/** Measures what {@link ScaleModel} predicts from, with one and two workers on this machine. */
public final class ScaleMeasurement {
  private static final int PAIR = 2;
  private static final int SMALL_SUMS = 500;
  private static final int LARGE_SUMS = 40;

  private final ScalingBenchmark benchmark;
  private final StepSize size;

  /**
   * @param benchmark has taken steps of two workers
   * @param size what a worker's step computes
   */
  public ScaleMeasurement(ScalingBenchmark benchmark, StepSize size) {
    this.benchmark = benchmark;
    this.size = size;
  }

  /** Median times of a worker's step, alone, and its spread with two workers without a ring. */
  public ScaleModel.Work work() {
    WorldStep alone = benchmark.series(new World(1, Link.NONE)).median();
    WorldStep pair = benchmark.series(new World(PAIR, Link.NONE)).median();
    double shared = Math.max(1, (double) PAIR * size.threads() / cores());
    return new ScaleModel.Work(
        size.batch(),
        alone.compute(),
        Stragglers.spread(pair.waiting()) / (shared * slowdown()),
        alone.other(),
        exchangeBytes(size));
  }

  /** By how much two workers slow each other's computing down beyond sharing cores; 1 at least. */
  public double slowdown() {
    double alone = benchmark.series(new World(1, Link.NONE)).median().compute();
    double pair = benchmark.series(new World(PAIR, Link.NONE)).median().compute();
    double shared = Math.max(1, (double) PAIR * size.threads() / cores());
    return Math.max(1, pair / alone / shared);
  }

  /** Latency and rate of the ring's messages within this machine. */
  public LinkSpeed link() {
    double bytes = exchangeBytes(size);
    double latency = benchmark.allReduceMilliseconds(PAIR, 1, SMALL_SUMS) / 2;
    double all = benchmark.allReduceMilliseconds(PAIR, (int) bytes / Float.BYTES, LARGE_SUMS);
    return new LinkSpeed(latency, bytes / (all - 2 * latency));
  }

  /** Bytes that workers sum in a step. */
  public static double exchangeBytes(StepSize size) {
    return (double) Float.BYTES * new PaperSearch(size.size(), size.batch()).exchangeFloats();
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
