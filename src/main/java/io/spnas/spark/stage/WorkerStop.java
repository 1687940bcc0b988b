package io.spnas.spark.stage;

import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a worker is to stop after its step: because its JVM is told to end, or, on rank 0,
 * because the run directory holds a stop file. One worker is enough: it tells the others with the
 * step's sums. Before its first step a worker has nothing to keep, and holds up nothing.
 */
public final class WorkerStop implements BooleanSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerStop.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final OrderlyExit exit;
  private final Thread watcher;
  private volatile boolean stepping;
  private volatile boolean terminated;
  private volatile boolean requested;

  /**
   * @param directory directory of the run
   * @param rank this worker
   * @param patience longest time that a step and a checkpoint take together
   * @throws IOException if this JVM is ending already
   */
  public WorkerStop(RunDirectory directory, int rank, Duration patience) throws IOException {
    try {
      this.exit = new OrderlyExit(OrderlyExit.Order.WORKER, patience, this::tell);
    } catch (IllegalStateException e) {
      // The machine's business, not the search's: the run goes on elsewhere.
      throw new InterruptedIOException("Told to end (SIGTERM) before the first step");
    }
    this.watcher = new Thread(() -> watch(directory), "spnas-stop");
    watcher.setDaemon(true);
    if (rank == 0) {
      watcher.start();
    }
  }

  private boolean tell() {
    terminated = true;
    return stepping;
  }

  private void watch(RunDirectory directory) {
    try {
      while (!requested) {
        Thread.sleep(POLL.toMillis());
        requested = isRequested(directory);
      }
    } catch (InterruptedException e) {
      // The worker has ended.
    }
  }

  private static boolean isRequested(RunDirectory directory) {
    try {
      return directory.isStopRequested();
    } catch (IOException e) {
      LOG.debug("Cannot look for a stop file; the next look may succeed", e);
      return false;
    }
  }

  /** To be asked in each step. */
  @Override
  public boolean getAsBoolean() {
    stepping = true;
    return terminated || requested;
  }

  /** Whether this JVM is told to end. */
  public boolean isTerminated() {
    return terminated;
  }

  @Override
  public void close() {
    watcher.interrupt();
    exit.close();
  }
}
