package io.spnas.spark;

import io.spnas.config.Settings;
import io.spnas.report.Progress;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunEvent;
import io.spnas.report.RunHistory;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a search's workers, and again from the last checkpoint whenever one of them is lost. Spark
 * would run a barrier stage again by itself only under conditions, and knows no checkpoint.
 */
final class SearchAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(SearchAttempts.class);
  private static final Duration PROGRESS = Duration.ofSeconds(5);

  private final JavaSparkContext spark;
  private final RunDirectory directory;
  private final Configuration hadoop;
  private final Settings settings;
  private final BooleanSupplier stop;

  /**
   * @param spark the application
   * @param directory directory of the run
   * @param hadoop how to reach its file system
   * @param settings settings of the run
   * @param stop whether the run is asked to stop, and must not start again
   */
  SearchAttempts(
      JavaSparkContext spark,
      RunDirectory directory,
      Configuration hadoop,
      Settings settings,
      BooleanSupplier stop) {
    this.spark = spark;
    this.directory = directory;
    this.hadoop = hadoop;
    this.settings = settings;
    this.stop = stop;
  }

  /**
   * Runs the workers until they have done all steps, or were asked to stop.
   *
   * @param plan what they do, in the first attempt
   * @return their results, in the order of their ranks
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws SearchStoppedException if the run was asked to stop before the workers started
   * @throws IOException if the run directory can't be read or written
   */
  List<WorkerResult> run(SearchPlan plan) throws IOException {
    SearchPlan next = plan;
    for (int restart = 1; ; restart++) {
      String cause;
      try {
        List<WorkerResult> results = attempt(next);
        List<WorkerResult> ending = results.stream().filter(WorkerResult::isEnding).toList();
        if (ending.isEmpty() || stop.getAsBoolean() || isDone(results)) {
          return results;
        }
        cause = "Worker on " + ending.get(0).host() + " was told to end (SIGTERM)";
        new WorkerSlots(spark).replace(ending.stream().map(WorkerResult::executor).toList());
      } catch (WorkerFailedException e) {
        if (!e.isPassing() || stop.getAsBoolean()) {
          throw e;
        }
        cause = e.getMessage();
      }
      if (restart > settings.search().maxRestarts()) {
        throw new WorkerFailedException(
            String.format("%s (search.max-restarts = %d)", cause, restart - 1), false, null);
      }
      next = next.from(goBack(plan.workers(), restart, cause));
    }
  }

  private boolean isDone(List<WorkerResult> results) {
    return results.get(0).step() >= settings.search().steps();
  }

  private List<WorkerResult> attempt(SearchPlan plan) {
    new WorkerSlots(spark).await(plan.workers(), settings.collective().startTimeout(), stop);
    if (stop.getAsBoolean()) {
      // The room may not be there, and Spark would wait for it.
      throw new SearchStoppedException(
          plan.firstStep(), settings.search().steps(), directory.toString());
    }
    try (Progress progress =
        new Progress(
            directory.metrics(),
            hadoop,
            settings.search().steps(),
            plan.firstStep(),
            PROGRESS,
            System.err)) {
      return BarrierStage.run(
          spark,
          "Search from step " + plan.firstStep(),
          plan.workers(),
          new SearchWorker(plan),
          WorkerResult.class,
          settings.collective().timeout(),
          stop);
    }
  }

  /** Finds the last checkpoint, and tells of the restart. */
  private long goBack(int workers, int restart, String cause) throws IOException {
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory.checkpoints(), hadoop);
    checkpoints.sweep();
    long step = checkpoints.newest().map(Checkpoint::step).orElse(0L);
    RunEvent event =
        new RunHistory(directory, hadoop).goOn(RunEvent.Kind.RESTART, step, workers, cause);
    LOG.warn(
        "Restart {} of {} at most, from step {} ({} logged steps are done again): {}",
        restart,
        settings.search().maxRestarts(),
        step,
        event.lostSteps(),
        cause);
    return step;
  }
}
