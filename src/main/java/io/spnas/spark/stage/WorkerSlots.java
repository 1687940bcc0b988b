package io.spnas.spark.stage;

import io.spnas.config.InvalidInputException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The application's room for workers: its executors' cores, divided by those of a worker. Other
 * runs of the same application may have taken a part of it.
 */
public final class WorkerSlots {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerSlots.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SAY = Duration.ofSeconds(15);

  private final JavaSparkContext spark;

  public WorkerSlots(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Waits until there is room for all workers at the same time. Where there is, but other runs have
   * taken it, it waits for them as long; then Spark does.
   *
   * @param workers how many
   * @param patience longest wait; none if Spark runs in this JVM, where no executor can come
   * @param stop ends the waiting
   * @throws InvalidInputException if the room does not come
   * @throws WorkerFailedException if the cluster ends the application meanwhile
   */
  public void await(int workers, Duration patience, BooleanSupplier stop) {
    long start = System.nanoTime();
    Duration said = Duration.ZERO;
    while (!stop.getAsBoolean() && free() < workers) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      boolean overdue = waited.compareTo(patience) > 0;
      if (slots() >= workers && overdue) {
        return;
      }
      if (slots() < workers && (spark.sc().isLocal() || overdue)) {
        throw new InvalidInputException(
            "Cannot start %d workers: %s after %d s, expected room for all of them at the same"
                + " time; lower --workers (of several runs --parallel) or give the application more"
                + " executors or cores",
            workers, room(), waited.toSeconds());
      }
      if (waited.minus(said).compareTo(SAY) > 0) {
        said = waited;
        LOG.warn(
            "Waiting for room for {} workers, {} s so far: {}",
            workers,
            waited.toSeconds(),
            room());
      }
      sleep();
    }
  }

  /** Room that no task has. */
  private int free() {
    SparkStatusTracker status = spark.sc().statusTracker();
    int taken =
        Arrays.stream(status.getActiveStageIds())
            .mapToObj(status::getStageInfo)
            .filter(Option::isDefined)
            .map(Option::get)
            .mapToInt(SparkStageInfo::numActiveTasks)
            .sum();
    return slots() - taken;
  }

  private int slots() {
    if (spark.sc().isStopped()) {
      throw new WorkerFailedException("The cluster has ended the Spark application", false, null);
    }
    return spark
        .sc()
        .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  private String room() {
    String cores = spark.getConf().get("spark.task.cpus", "1");
    int slots = slots();
    int taken = slots - free();
    String room =
        String.format(
            "room for %d of %s cores each%s",
            slots, cores, taken > 0 ? ", " + taken + " of them taken" : "");
    return spark.sc().isLocal()
        ? spark.master() + " has " + room
        : spark.sc().getExecutorIds().size() + " executors have " + room;
  }

  /**
   * Whether an executor is there, as far as its connection tells. Spark itself says that one is
   * lost only when the cluster has told it why.
   */
  boolean isConnected(String executor) {
    return !(spark.sc().schedulerBackend() instanceof ExecutorAllocationClient executors)
        || executors.isExecutorActive(executor);
  }

  /** Ends executors that no longer answer, and asks the cluster for others in their place. */
  public void replace(List<String> executors) {
    for (String executor : executors) {
      LOG.warn("Executor {} does not answer: asking the cluster to replace it", executor);
      spark.sc().killAndReplaceExecutor(executor);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for executors", e);
    }
  }
}
