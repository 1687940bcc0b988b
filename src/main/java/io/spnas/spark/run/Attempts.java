package io.spnas.spark.run;

import io.spnas.config.CollectiveSettings;
import io.spnas.report.ProgressLine;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunEvent;
import io.spnas.report.RunFollower;
import io.spnas.report.RunHistory;
import io.spnas.spark.live.LiveRun;
import io.spnas.spark.stage.BarrierStage;
import io.spnas.spark.stage.RunStoppedException;
import io.spnas.spark.stage.WorkerFailedException;
import io.spnas.spark.stage.WorkerSlots;
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
 * Runs a run's workers, and again from the last checkpoint whenever one of them is lost. Spark
 * would run a barrier stage again by itself only under conditions, and knows no checkpoint.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final Duration LOOKS = Duration.ofSeconds(1);
  private static final Duration LINES = Duration.ofSeconds(5);

  private final JavaSparkContext spark;
  private final RunDirectory directory;
  private final Configuration hadoop;
  private final BooleanSupplier stop;
  private final LiveRun live;
  private final String label;

  /**
   * @param spark the application
   * @param directory directory of the run
   * @param hadoop how to reach its file system
   * @param stop whether the run is asked to stop, and must not start again
   * @param live the run, as others see it
   */
  Attempts(
      JavaSparkContext spark,
      RunDirectory directory,
      Configuration hadoop,
      BooleanSupplier stop,
      LiveRun live) {
    this.spark = spark;
    this.directory = directory;
    this.hadoop = hadoop;
    this.stop = stop;
    this.live = live;
    this.label = LiveRun.Title.label(live.title().name());
  }

  /**
   * Runs the workers until they have done all steps, or were asked to stop.
   *
   * @param plan what they do, in the first attempt
   * @return their results, in the order of their ranks
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop before the workers started
   * @throws IOException if the run directory can't be read or written
   */
  List<WorkerResult> run(RunPlan plan) throws IOException {
    RunPlan next = plan;
    for (int restart = 1; ; restart++) {
      String cause;
      try {
        List<WorkerResult> results = attempt(next);
        List<WorkerResult> ending = results.stream().filter(WorkerResult::isEnding).toList();
        if (ending.isEmpty() || stop.getAsBoolean() || isDone(next, results)) {
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
      if (restart > plan.recipe().maxRestarts()) {
        throw new WorkerFailedException(
            String.format("%s (%s = %d)", cause, plan.recipe().maxRestartsKey(), restart - 1),
            false,
            null);
      }
      next = next.from(goBack(plan, restart, cause));
    }
  }

  private static boolean isDone(RunPlan plan, List<WorkerResult> results) {
    return results.get(0).step() >= plan.steps();
  }

  private List<WorkerResult> attempt(RunPlan plan) {
    CollectiveSettings collective = plan.recipe().settings().collective();
    new WorkerSlots(spark).await(plan.workers(), collective.startTimeout(), stop);
    if (stop.getAsBoolean()) {
      // The room may not be there, and Spark would wait for it.
      throw new RunStoppedException(plan.firstStep(), plan.steps(), directory.toString());
    }
    live.running();
    try (RunFollower follower = follow(plan)) {
      return BarrierStage.run(
          spark,
          live.title().description(plan.firstStep()),
          plan.workers(),
          new TrainingWorker(plan),
          WorkerResult.class,
          collective.timeout(),
          stop);
    }
  }

  private RunFollower follow(RunPlan plan) {
    return new RunFollower(
        directory.metrics(),
        hadoop,
        plan.steps(),
        plan.firstStep(),
        LOOKS,
        List.of(live, new ProgressLine(label, LINES)));
  }

  /** Finds the last checkpoint, and tells of the restart. */
  private long goBack(RunPlan plan, int restart, String cause) throws IOException {
    live.restarting();
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory.checkpoints(), hadoop);
    checkpoints.sweep();
    long step = checkpoints.newest().map(Checkpoint::step).orElse(0L);
    RunEvent event =
        new RunHistory(directory, hadoop).goOn(RunEvent.Kind.RESTART, step, plan.workers(), cause);
    LOG.warn(
        "{}Restart {} of {} at most, from step {} ({} logged steps are done again): {}",
        label,
        restart,
        plan.recipe().maxRestarts(),
        step,
        event.lostSteps(),
        cause);
    return step;
  }
}
