package io.spnas.spark;

import io.spnas.collective.AllReduce;
import io.spnas.config.Settings;
import io.spnas.data.TrainingBatches;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.nas.Supernet;
import io.spnas.report.MetricsLog;
import io.spnas.report.RunDirectory;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.train.Checkpoint.Origin;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.CheckpointWriter;
import io.spnas.train.RmsProp;
import io.spnas.train.SearchLoop;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** A worker of a search: builds its supernet, joins the ring and steps until the schedule ends. */
final class SearchWorker implements BarrierStage.Task<WorkerResult> {
  private static final long serialVersionUID = 1L;

  private final SearchPlan plan;

  SearchWorker(SearchPlan plan) {
    this.plan = plan;
  }

  @Override
  public WorkerResult run(BarrierTaskContext context) throws Exception {
    Settings settings = Settings.parse(plan.configuration());
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    WorkerSettings worker = new WorkerSettings(settings, plan, context.partitionId());
    Duration timeout = settings.collective().timeout();
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    RuntimeModel runtime =
        RuntimeModel.of(
            LatencyTable.load(settings.latency().table()), settings.search().runtimeModel());
    RunDirectory directory = new RunDirectory(plan.runDirectory(), hadoop);
    long firstStep = plan.firstStep();

    try (Supernet supernet =
            new Supernet(space, runtime, worker.batch(), context.cpus(), worker.supernet());
        TrainingBatches input =
            TrainingBatches.open(
                hadoop, plan.shards(), worker.input(), worker.rankSpec(), firstStep);
        WorkerStop stop = new WorkerStop(directory, context.partitionId(), timeout);
        AllReduce workers = Ring.connect(context, timeout);
        RunRecorder recorder = recorder(directory, hadoop, settings, context.partitionId())) {
      SearchLoop loop =
          new SearchLoop(
              supernet,
              input,
              workers,
              worker.schedule(),
              RmsProp.of(
                  worker.rmsProp(),
                  supernet.layout(),
                  supernet.parameters().length,
                  supernet.slices()),
              worker.averaging(),
              worker.cadence(),
              recorder,
              stop);
      long done =
          firstStep > 0
              ? loop.resume(checkpoints(directory, hadoop).read(firstStep).state())
              : loop.run();
      recorder.finish();
      return new WorkerResult(
          place(stop),
          done,
          supernet.derive().operations().stream().map(Operation::label).toList(),
          recorder.crossEntropy());
    }
  }

  private static WorkerResult.Place place(WorkerStop stop) {
    SparkEnv spark = SparkEnv.get();
    String host = spark.blockManager().blockManagerId().host();
    return new WorkerResult.Place(host, spark.executorId(), stop.isTerminated());
  }

  private static CheckpointDirectory checkpoints(RunDirectory directory, Configuration hadoop)
      throws IOException {
    return new CheckpointDirectory(directory.checkpoints(), hadoop);
  }

  /** Rank 0 writes what all ranks could write. */
  private RunRecorder recorder(
      RunDirectory directory, Configuration hadoop, Settings settings, int rank)
      throws IOException {
    if (rank > 0) {
      return RunRecorder.silent();
    }
    Origin origin =
        new Origin(
            plan.workers(),
            settings.search().globalBatch(),
            settings.search().seed(),
            plan.configuration());
    return RunRecorder.writing(
        MetricsLog.open(directory.metrics(), hadoop, plan.firstStep()),
        new CheckpointWriter(checkpoints(directory, hadoop), origin, settings.checkpoint().keep()));
  }
}
