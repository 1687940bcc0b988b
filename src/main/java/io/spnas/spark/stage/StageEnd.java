package io.spnas.spark.stage;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The driver's wait for a stage to end. When an executor is gone, Spark asks the cluster why, and
 * calls its worker lost only then. YARN, once it has ended the application, never answers, and
 * Spark waits for two minutes; a driver that is told to end does not have them.
 */
final class StageEnd {
  private static final Duration POLL = Duration.ofMillis(200);

  private final WorkerFailures workers;
  private final BooleanSupplier stop;
  private final Duration reports;

  /**
   * @param workers the stage's workers
   * @param stop whether the driver ends; asked only while no worker is connected
   * @param reports longest time in which arrives what a worker sent before it was gone
   */
  StageEnd(WorkerFailures workers, BooleanSupplier stop, Duration reports) {
    this.workers = workers;
    this.stop = stop;
    this.reports = reports;
  }

  /**
   * Waits for the results.
   *
   * @param job the stage's job
   * @throws WorkerFailedException if the driver ends and no worker is connected any more
   * @throws Exception what the job failed with
   */
  <T> List<T> await(Future<List<T>> job) throws Exception {
    long hopeful = System.nanoTime();
    while (true) {
      try {
        return job.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (workers.isAnyConnected() || !stop.getAsBoolean()) {
          hopeful = System.nanoTime();
        } else if (System.nanoTime() - hopeful > reports.toNanos()) {
          throw new WorkerFailedException(
              "Told to end, and no worker is left that could tell how it ended", false, null);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (InterruptedException e) {
        throw new IllegalStateException("Interrupted: the cluster ends the application", e);
      }
    }
  }
}
