package io.spnas.spark;

import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a worker is to stop after its step: because its JVM is told to end, or, on rank 0,
 * because the run directory holds a stop file. One worker is enough: it tells the others with the
 * step's sums.
 */
final class WorkerStop implements BooleanSupplier, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerStop.class);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final OrderlyExit exit;
  private final Thread watcher;
  private volatile boolean terminated;
  private volatile boolean requested;

  /**
   * @param directory directory of the run
   * @param rank this worker
   * @param patience longest time that a step and a checkpoint take together
   */
  WorkerStop(RunDirectory directory, int rank, Duration patience) {
    this.exit = new OrderlyExit(OrderlyExit.Order.WORKER, patience, () -> terminated = true);
    this.watcher = new Thread(() -> watch(directory), "spnas-stop");
    watcher.setDaemon(true);
    if (rank == 0) {
      watcher.start();
    }
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

  @Override
  public boolean getAsBoolean() {
    return terminated || requested;
  }

  /** Whether this JVM is told to end. */
  boolean isTerminated() {
    return terminated;
  }

  @Override
  public void close() {
    watcher.interrupt();
    exit.close();
  }
}
