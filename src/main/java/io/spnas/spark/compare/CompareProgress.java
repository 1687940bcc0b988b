package io.spnas.spark.compare;

import io.spnas.report.Progress;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs how many cells are done, and when the others may be, by the time that those of this
 * application took.
 */
final class CompareProgress {
  private static final Logger LOG = LoggerFactory.getLogger(CompareProgress.class);

  private final int all;
  private final int before;
  private final LongSupplier nanoTime;
  private final long start;
  private int ended;

  /**
   * @param all number of cells
   * @param before how many of them were done before
   * @param nanoTime a clock, ns
   */
  CompareProgress(int all, int before, LongSupplier nanoTime) {
    this.all = all;
    this.before = before;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /**
   * A cell has ended.
   *
   * @param what what became of it, such as {@code darts/seed-0: top-1 90.12 %}
   */
  void ended(String what) {
    ended++;
    LOG.info("{}. {}", what, line());
  }

  /** Cells, time so far, time left. */
  String line() {
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    int left = all - before - ended;
    return String.format(
        "%d of %d cells have ended, %s so far, about %s left",
        before + ended,
        all,
        Progress.duration(Math.round(seconds)),
        Progress.duration(Math.round(seconds / ended * left)));
  }
}
