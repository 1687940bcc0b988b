package io.spnas.report;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Logs a line about a run every few seconds, and its last one. The logger is a class of its own, so
 * that a log's layout can show the bare lines.
 */
public final class ProgressLine implements Progress.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLine.class);

  /** Key of the step in the log's context. */
  private static final String STEP = "mdc.step";

  private final String label;
  private final long intervalNanos;
  private long logged = System.nanoTime();
  private Progress waiting;

  /**
   * @param label begins every line; empty where one run logs
   * @param interval time between two lines
   */
  public ProgressLine(String label, Duration interval) {
    this.label = label;
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public void onProgress(Progress progress) {
    waiting = progress;
    if (System.nanoTime() - logged >= intervalNanos) {
      log();
    }
  }

  @Override
  public void onEnd() {
    if (waiting != null) {
      log();
    }
  }

  private void log() {
    try (MDC.MDCCloseable step = MDC.putCloseable(STEP, Long.toString(waiting.newest().step()))) {
      LOG.info("{}{}", label, waiting.line());
    }
    waiting = null;
    logged = System.nanoTime();
  }
}
