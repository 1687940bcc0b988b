package io.spnas.spark.candidates;

import io.spnas.report.Progress;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how far a search's scoring is, every few seconds, and when what was asked for is done. */
public final class ScoringProgress {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringProgress.class);
  private static final long INTERVAL = Duration.ofSeconds(5).toNanos();

  private final String label;
  private final int most;
  private final long start = System.nanoTime();
  private int scoredBefore = -1;
  private int wanted;
  private long logged = start;

  /**
   * @param label begins every line; empty where one search logs
   * @param most candidates that the search is to score at most
   */
  public ScoringProgress(String label, int most) {
    this.label = label;
    this.most = most;
  }

  /**
   * More candidates are to be scored.
   *
   * @param scored number of those that have a score
   * @param more number of those to come
   */
  public void begin(int scored, int more) {
    if (scoredBefore < 0) {
      scoredBefore = scored;
    }
    wanted = scored + more;
  }

  /** So many candidates have a score. */
  void scored(int scored) {
    long now = System.nanoTime();
    if (scored == wanted || now - logged >= INTERVAL) {
      LOG.info(
          "{}{}", label, line(scored, Math.max(most, wanted), scored - scoredBefore, now - start));
      logged = now;
    }
  }

  /**
   * A line.
   *
   * @param scored candidates that have a score
   * @param most candidates at most
   * @param count candidates scored since the start
   * @param nanos time since the start
   */
  static String line(int scored, int most, int count, long nanos) {
    double rate = count / (nanos / 1e9);
    return String.format(
        Locale.ROOT,
        "candidate %d of at most %d  %.2f candidates/s  %s left at most",
        scored,
        most,
        rate,
        Progress.duration(Math.round(Math.max(0, most - scored) / rate)));
  }
}
