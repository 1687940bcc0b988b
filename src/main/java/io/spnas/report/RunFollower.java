package io.spnas.report;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.MDC;

/** Follows the metrics of a run from outside, and tells listeners how far it is. */
public final class RunFollower implements AutoCloseable {
  private final String metrics;
  private final Configuration hadoop;
  private final long steps;
  private final Duration interval;
  private final List<Progress.Listener> listeners;
  private final Thread thread;
  private long toldStep;
  private MetricsTail tail;
  private volatile boolean closed;

  /**
   * Starts to follow.
   *
   * @param metrics path of metrics.jsonl
   * @param hadoop how to reach its file system
   * @param steps steps of the whole run
   * @param firstStep steps done before this run; what is older is not told
   * @param interval time between two looks at the file
   * @param listeners told of every newer record that a look finds
   */
  public RunFollower(
      String metrics,
      Configuration hadoop,
      long steps,
      long firstStep,
      Duration interval,
      List<Progress.Listener> listeners) {
    this.metrics = metrics;
    this.hadoop = hadoop;
    this.steps = steps;
    this.toldStep = firstStep;
    this.interval = interval;
    this.listeners = List.copyOf(listeners);
    Map<String, String> context = MDC.getCopyOfContextMap();
    this.thread = new Thread(() -> follow(context), "spnas-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow(Map<String, String> logContext) {
    if (logContext != null) {
      MDC.setContextMap(logContext);
    }
    try {
      while (!closed) {
        Thread.sleep(interval.toMillis());
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void look() {
    try {
      if (tail == null) {
        tail = new MetricsTail(metrics, hadoop);
      }
      tail.newest()
          .filter(record -> record.step() > toldStep)
          .ifPresent(
              record -> {
                toldStep = record.step();
                Progress progress = new Progress(record, tail.validated(), steps);
                listeners.forEach(listener -> listener.onProgress(progress));
              });
    } catch (IOException e) {
      // A file system that is slow to show the file: the next look may see it.
    }
  }

  /** Tells the newest record, if it has not been, and stops. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.interrupt();
    look();
    listeners.forEach(Progress.Listener::onEnd);
  }
}
