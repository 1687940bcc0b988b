package io.spnas.report;

import io.spnas.train.StepRecord;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Formatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Follows the metrics of a run and prints a line about it every few seconds: step, loss parts, R,
 * images/s and time left.
 */
public final class Progress implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String metrics;
  private final Configuration hadoop;
  private final long steps;
  private final Duration interval;
  private final String label;
  private final PrintStream out;
  private final Thread thread;
  private long printedStep;
  private MetricsTail tail;
  private volatile boolean closed;

  /**
   * Starts to follow.
   *
   * @param metrics path of metrics.jsonl
   * @param hadoop how to reach its file system
   * @param steps steps of the whole run
   * @param firstStep steps done before this run; what is older is not printed
   * @param interval time between two lines
   * @param label begins every line; empty where one run prints
   * @param out where to print
   */
  public Progress(
      String metrics,
      Configuration hadoop,
      long steps,
      long firstStep,
      Duration interval,
      String label,
      PrintStream out) {
    this.metrics = metrics;
    this.hadoop = hadoop;
    this.steps = steps;
    this.printedStep = firstStep;
    this.interval = interval;
    this.label = label;
    this.out = out;
    this.thread = new Thread(this::follow, "spnas-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    long lastPrint = 0;
    try {
      while (!closed) {
        Thread.sleep(POLL.toMillis());
        long now = System.nanoTime();
        if (now - lastPrint >= interval.toNanos() && print()) {
          lastPrint = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean print() {
    Optional<StepRecord> newest;
    try {
      if (tail == null) {
        tail = new MetricsTail(metrics, hadoop);
      }
      newest = tail.newest();
    } catch (IOException e) {
      // A file system that is slow to show the file: the next look may see it.
      return false;
    }
    if (newest.isEmpty() || newest.get().step() <= printedStep) {
      return false;
    }
    StepRecord record = newest.get();
    printedStep = record.step();
    out.println(label + line(record, steps, tail.validated()));
    return true;
  }

  /**
   * The line about a record.
   *
   * @param steps steps of the whole run
   * @param validated the last record with an evaluation
   */
  static String line(StepRecord record, long steps, Optional<StepRecord> validated) {
    long seconds = Math.round((steps - record.step()) * record.stepMilliseconds() / 1000);
    StringBuilder line = new StringBuilder();
    try (Formatter text = new Formatter(line, Locale.ROOT)) {
      text.format("step %d/%d", record.step(), steps);
      text.format("  cross-entropy %.3f", record.crossEntropy());
      text.format("  top-1 %.1f %%", 100 * record.top1());
      validated.ifPresent(
          last ->
              text.format(
                  "  validation top-1 %.2f %% (epoch %.0f)",
                  100 * last.validation().orElseThrow().top1(), last.epoch()));
      if (record.isOfSearch()) {
        text.format("  R %.4g ms", record.runtimeMilliseconds());
        text.format("  lambda %.4f", record.lambda());
        text.format("  lambda term %.3f", record.runtimeLoss());
      }
      text.format("  weight decay %.3f", record.weightDecayLoss());
      text.format("  learning rate %.4f", record.learningRate());
      text.format("  %.0f images/s", record.imagesPerSecond());
      text.format("  %s left", duration(seconds));
    }
    return line.toString();
  }

  /** Hours, minutes and seconds; hours only where there are any. */
  public static String duration(long seconds) {
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }

  /** Prints the newest record, if it has not been, and stops. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    print();
  }
}
