package io.spnas.spark.run;

import io.spnas.collective.AllReduce;
import io.spnas.data.RankSpec;
import io.spnas.data.StepBatches;
import io.spnas.nas.TrainableNetwork;
import io.spnas.report.MetricsLog;
import io.spnas.report.RunDirectory;
import io.spnas.report.events.EventLog;
import io.spnas.spark.live.LogContext;
import io.spnas.spark.stage.BarrierStage;
import io.spnas.spark.stage.WorkerStop;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.CheckpointWriter;
import io.spnas.train.TrainingLoop;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.MDC;

/** A worker of a run: builds its network, joins the ring and steps until the schedule ends. */
final class TrainingWorker implements BarrierStage.Task<WorkerResult> {
  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  TrainingWorker(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public WorkerResult run(BarrierTaskContext context) throws Exception {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    Recipe recipe = plan.recipe();
    RankSpec rank = plan.rank(context.partitionId());
    Duration timeout = recipe.settings().collective().timeout();
    RunDirectory directory = new RunDirectory(plan.runDirectory(), hadoop);
    CheckpointDirectory checkpoints = new CheckpointDirectory(directory.checkpoints(), hadoop);
    long firstStep = plan.firstStep();

    try (MDC.MDCCloseable log = LogContext.ofRank(rank.rank());
        TrainableNetwork network =
            recipe.network(rank.rank(), rank.batchSize(), context.cpus(), hadoop);
        StepBatches input = plan.batches(rank.rank(), hadoop);
        WorkerStop stop = new WorkerStop(directory, rank.rank(), timeout);
        AllReduce workers = Ring.connect(context, timeout);
        RunRecorder recorder = recorder(directory, checkpoints, hadoop, rank.rank())) {
      TrainingLoop loop =
          new TrainingLoop(
              network,
              input,
              workers,
              recipe.optimizer(network),
              new TrainingLoop.Plan(
                  recipe.schedule(plan.images()),
                  recipe.averaging(),
                  recipe.validation(rank, context.cpus(), hadoop),
                  recipe.cadence()),
              recorder,
              stop);
      long done = firstStep > 0 ? loop.resume(checkpoints.read(firstStep).state()) : loop.run();
      recorder.finish();
      return new WorkerResult(place(stop), done, recorder.crossEntropy());
    }
  }

  private static WorkerResult.Place place(WorkerStop stop) {
    return new WorkerResult.Place(host(), SparkEnv.get().executorId(), stop.isTerminated());
  }

  private static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  /** Rank 0 writes what all ranks could write. */
  private RunRecorder recorder(
      RunDirectory directory, CheckpointDirectory checkpoints, Configuration hadoop, int rank)
      throws IOException {
    if (rank > 0) {
      return RunRecorder.silent();
    }
    return RunRecorder.writing(
        MetricsLog.open(directory.metrics(), hadoop, plan.firstStep()),
        events(directory, hadoop),
        new CheckpointWriter(
            checkpoints,
            plan.recipe().origin(plan.workers()),
            plan.recipe().settings().checkpoint().keep()));
  }

  private EventLog events(RunDirectory directory, Configuration hadoop) {
    return plan.recipe().settings().metrics().events()
        ? EventLog.open(directory.events(), hadoop, plan.firstStep(), host())
        : EventLog.none();
  }
}
