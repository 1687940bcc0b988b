package io.spnas.spark.stage;

import io.spnas.config.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/**
 * Finds out why a barrier stage failed. When one worker fails, the others fail for want of it, and
 * Spark reports whichever it hears of first. This listener hears of all, and tells cause from
 * consequence: a worker's own failure before a lost executor, that before a broken all-reduce.
 * Stages of other job groups, which may run at the same time, are none of its business.
 */
final class WorkerFailures extends SparkListener {
  /** Reports of workers that are alive arrive shortly after the first, unless they compute. */
  static final Duration REPORTS = Duration.ofSeconds(3);

  private static final String GROUP = "spark.jobGroup.id";

  private final String group;
  private final int workers;
  private final Duration patience;
  private final Predicate<String> isConnected;
  private final Set<Integer> stages = new TreeSet<>();
  private final Map<Integer, TaskInfo> running = new TreeMap<>();
  private final Map<Integer, String> hosts = new TreeMap<>();
  private final List<WorkerFailure> failures = new ArrayList<>();

  /**
   * @param group job group of the stage
   * @param workers number of workers
   * @param patience longest time in which a worker that is alive ends after another one's failure
   * @param isConnected whether the executor of that id is connected to the driver
   */
  WorkerFailures(String group, int workers, Duration patience, Predicate<String> isConnected) {
    this.group = group;
    this.workers = workers;
    this.patience = patience;
    this.isConnected = isConnected;
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    if (group.equals(submitted.properties().getProperty(GROUP))) {
      watch(submitted.stageInfo().stageId());
    }
  }

  /** From here on hears of a stage's workers. */
  synchronized void watch(int stage) {
    stages.add(stage);
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart start) {
    if (!stages.contains(start.stageId())) {
      return;
    }
    TaskInfo task = start.taskInfo();
    running.put(task.index(), task);
    hosts.put(task.index(), task.host());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (!stages.contains(end.stageId())) {
      return;
    }
    WorkerFailure.of(end).ifPresent(failures::add);
    running.remove(end.taskInfo().index());
    notifyAll();
  }

  /**
   * Waits until the workers have ended, and gives the executors of those that don't: frozen, or cut
   * off. A worker that another one accuses, or that is no longer connected, is not waited for for
   * long.
   */
  synchronized List<String> awaitEnds() {
    long start = System.nanoTime();
    while (!running.isEmpty()) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      boolean overdue =
          waited.compareTo(REPORTS) > 0 && running.values().stream().allMatch(this::isMissing);
      if (overdue || waited.compareTo(patience) > 0) {
        break;
      }
      try {
        wait(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return running.values().stream().map(TaskInfo::executorId).distinct().toList();
  }

  private boolean isMissing(TaskInfo task) {
    return !isConnected.test(task.executorId())
        || failures.stream().anyMatch(f -> f.accused().orElse(-1) == task.index());
  }

  /** Whether a worker runs, and can tell of its end. */
  synchronized boolean isAnyConnected() {
    return running.values().stream().anyMatch(task -> isConnected.test(task.executorId()));
  }

  /** The exception to end the stage with, for what Spark threw. */
  synchronized RuntimeException explain(Exception thrown) {
    Optional<WorkerFailure> first =
        failures.stream().min(Comparator.comparing(WorkerFailure::kind));
    if (first.isEmpty()) {
      String message = WorkerFailure.firstLine(thrown.getMessage());
      return new WorkerFailedException(message, false, thrown);
    }
    WorkerFailure failure = first.get();
    if (failure.isInvalidInput()) {
      return new InvalidInputException("%s", failure.message());
    }
    return new WorkerFailedException(describe(failure), failure.isPassing(), thrown);
  }

  /** Who failed, where and why. */
  private String describe(WorkerFailure failure) {
    if (failure.accused().isPresent()) {
      int rank = failure.accused().getAsInt();
      return String.format(
          "Worker %d of %d on %s is lost: %s",
          rank, workers, hosts.getOrDefault(rank, "an unknown host"), failure.message());
    }
    return String.format(
        "Worker %d of %d on %s failed: %s",
        failure.rank(), workers, failure.host(), failure.message());
  }
}
