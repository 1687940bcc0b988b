package io.spnas.spark;

import io.spnas.collective.CollectiveException;
import io.spnas.config.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskEndReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Finds out why a barrier stage failed. When one worker fails, the others fail for want of it, and
 * Spark reports whichever it hears of first. This listener hears of all, and tells cause from
 * consequence: a worker's own failure before a lost executor, that before a broken all-reduce.
 */
final class WorkerFailures extends SparkListener {
  /** Reports of the other workers arrive shortly after the first. */
  private static final Duration REPORTS = Duration.ofSeconds(2);

  private final int workers;
  private final List<Failure> failures = new ArrayList<>();
  private int ended;

  private enum Kind {
    OWN,
    LOST,
    CONSEQUENCE
  }

  private record Failure(Kind kind, int rank, String host, String exception, String message) {}

  WorkerFailures(int workers) {
    this.workers = workers;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    synchronized (failures) {
      failure(end).ifPresent(failures::add);
      ended++;
      failures.notifyAll();
    }
  }

  private static Optional<Failure> failure(SparkListenerTaskEnd end) {
    TaskEndReason reason = end.reason();
    int rank = end.taskInfo().index();
    String host = end.taskInfo().host();
    if (reason instanceof ExceptionFailure failure) {
      boolean consequence = failure.className().equals(CollectiveException.class.getName());
      Kind kind = consequence ? Kind.CONSEQUENCE : Kind.OWN;
      return Optional.of(new Failure(kind, rank, host, failure.className(), failure.description()));
    }
    if (reason instanceof ExecutorLostFailure lost) {
      String why = lost.reason().isDefined() ? lost.reason().get() : "no reason given";
      String message = "executor " + lost.execId() + " was lost: " + why;
      return Optional.of(new Failure(Kind.LOST, rank, host, "", message));
    }
    return Optional.empty();
  }

  /** The exception to end the command with, for what Spark threw. */
  RuntimeException explain(Exception thrown) {
    awaitReports();
    String message = String.valueOf(thrown.getMessage());
    if (message.contains("requires more slots")) {
      return new InvalidInputException(
          "Cannot start %d workers: the cluster has no room for all of them at the same time;"
              + " lower --workers or give the application more cores",
          workers);
    }
    Optional<Failure> first;
    synchronized (failures) {
      first = failures.stream().min(Comparator.comparing(Failure::kind));
    }
    if (first.isEmpty()) {
      return new WorkerFailedException(oneLine(message), thrown);
    }
    Failure failure = first.get();
    if (failure.exception().equals(InvalidInputException.class.getName())) {
      return new InvalidInputException("%s", oneLine(failure.message()));
    }
    String text =
        String.format(
            "Worker %d of %d on %s failed: %s",
            failure.rank(), workers, failure.host(), oneLine(failure.message()));
    return new WorkerFailedException(text, thrown);
  }

  private void awaitReports() {
    long deadline = System.nanoTime() + REPORTS.toNanos();
    synchronized (failures) {
      while (ended < workers && System.nanoTime() < deadline) {
        try {
          failures.wait(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static String oneLine(String message) {
    return message.strip().split("\\R", 2)[0];
  }
}
