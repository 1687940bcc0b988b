package io.spnas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures the supernets of several strategies on one machine at one time: each has a JVM of its
 * own, and in each round each of them computes a stretch of steps, while the others wait. Who goes
 * first changes from round to round. All are in memory at a time.
 */
public final class SupernetBenchmark implements AutoCloseable {
  private final List<SupernetProcess> processes = new ArrayList<>();
  private final List<SupernetSeries> all = new ArrayList<>();
  private int rounds;

  private SupernetBenchmark() {}

  /**
   * Starts a JVM for each strategy and lets it compute a stretch that warms up and does not count.
   *
   * @param loads the supernets
   * @param stretch steps of the warm-up
   * @throws IllegalStateException if one of them can't be computed
   */
  public static SupernetBenchmark start(List<SupernetLoad> loads, int stretch) {
    SupernetBenchmark benchmark = new SupernetBenchmark();
    try {
      loads.forEach(load -> benchmark.add(load, stretch));
      return benchmark;
    } catch (RuntimeException e) {
      benchmark.close();
      throw e;
    }
  }

  private void add(SupernetLoad load, int stretch) {
    SupernetProcess process = SupernetProcess.start(load.strategy(), load.step());
    processes.add(process);
    all.add(
        new SupernetSeries(
            load.strategy(),
            new SupernetSeries.Size(
                process.weights(), process.decisions(), load.size().memory().nativeBytes())));
    IntStream.range(0, stretch).forEach(i -> process.step());
  }

  /** Lets each supernet compute a stretch of steps. */
  public void round(int stretch) {
    for (int i = 0; i < all.size(); i++) {
      int next = (rounds + i) % all.size();
      SupernetProcess process = processes.get(next);
      SupernetSeries series = all.get(next);
      IntStream.range(0, stretch).forEach(step -> series.add(process.step()));
      series.peak(process.peakMebibytes());
    }
    rounds++;
  }

  /** What was measured so far, in the order of the strategies. */
  public List<SupernetSeries> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    processes.forEach(SupernetProcess::close);
  }
}
