package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.MKL;
import java.util.Arrays;

/**
 * What this machine can do at most, measured in a second or two: the best of several runs.
 *
 * @param sgemmGflops MKL's product of two large fp32 matrices, in GFLOP/s
 * @param copyGigabytesPerSecond copy of memory that no cache holds, in GB/s, where what is read and
 *     what is written count. Stores are ordinary ones, as layers' are
 */
public record MachineLimits(double sgemmGflops, double copyGigabytesPerSecond) {
  /** Large enough for MKL's full speed, and so short that many runs find a quiet moment. */
  private static final int SIDE = 768;

  private static final long COPIED_FLOATS = 1 << 24;
  private static final long NANOS = 600_000_000;
  private static final int FEWEST_RUNS = 3;

  /**
   * Measures with a number of threads, while nothing else runs.
   *
   * @param threads threads that compute a product together, and that copy memory of their own
   */
  public static MachineLimits measure(int threads) {
    return new MachineLimits(measureProduct(threads), measureCopy(threads));
  }

  private static double measureProduct(int threads) {
    BigDl.start(threads);
    float[] a = new float[SIDE * SIDE];
    Arrays.fill(a, 1f / SIDE);
    float[] product = new float[a.length];
    double nanos =
        best(
            () ->
                MKL.vsgemm(
                    'n', 'n', SIDE, SIDE, SIDE, 1f, a, 0, SIDE, a, 0, SIDE, 0f, product, 0, SIDE));
    return 2.0 * SIDE * SIDE * SIDE / nanos;
  }

  private static double measureCopy(int threads) {
    long bytes = COPIED_FLOATS * Float.BYTES;
    long[] from = new long[threads];
    long[] to = new long[threads];
    try (Arena arena = new Arena();
        Team team = new Team(threads)) {
      // Each thread's memory is near it, as it is the first to write there.
      team.run(
          thread -> {
            from[thread] = arena.floats(COPIED_FLOATS);
            to[thread] = arena.floats(COPIED_FLOATS);
          });
      double nanos =
          best(() -> team.run(thread -> NativeMemory.copy(from[thread], to[thread], bytes)));
      return 2.0 * bytes * threads / nanos;
    }
  }

  /** Time of the fastest run, in ns. */
  private static double best(Runnable work) {
    long start = System.nanoTime();
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < FEWEST_RUNS || System.nanoTime() - start < NANOS; i++) {
      long before = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - before);
    }
    return best;
  }
}
