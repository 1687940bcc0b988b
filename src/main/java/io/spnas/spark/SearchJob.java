package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.data.ShardAssignment;
import io.spnas.data.ShardDirectory;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunEvent;
import io.spnas.report.RunHistory;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side of a search: checks everything that can be checked before workers start, runs
 * them, and writes the network they found.
 */
public final class SearchJob {
  private static final Logger LOG = LoggerFactory.getLogger(SearchJob.class);
  private static final String SPLIT = "train";

  /** What the workers may need besides a step: to write a checkpoint, and to report. */
  private static final Duration STOPPING = Duration.ofSeconds(60);

  private final SearchRequest request;
  private final Settings settings;
  private final Configuration hadoop;
  private final RunDirectory directory;

  /**
   * @param request what the user asks for
   * @param hadoop how to reach file systems
   */
  public SearchJob(SearchRequest request, Configuration hadoop) {
    this.request = request;
    this.settings = request.settings();
    this.hadoop = hadoop;
    this.directory = new RunDirectory(request.runDirectory(), hadoop);
  }

  /**
   * Searches.
   *
   * @param spark the application; asked for only when the input has been checked
   * @return what was found
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws SearchStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public SearchOutcome run(Supplier<JavaSparkContext> spark) throws IOException {
    SearchSpace space = SearchSpace.of(settings.input(), settings.model());
    LatencyTable table = LatencyTable.load(settings.latency().table());
    table.requireCovers(space, settings.latency().geometry());
    ShardDirectory shards = ShardDirectory.open(hadoop, request.data(), SPLIT);
    checkWorkers(shards);
    long firstStep = prepareDirectory();

    long images = shards.estimateRecords(hadoop);
    SearchPlan plan =
        new SearchPlan(
            settings.render(), shards, images, directory.toString(), request.workers(), firstStep);
    LOG.info(
        "Searching {} layers on {} images with {} workers, from step {} to {}",
        space.searchable().size(),
        images,
        request.workers(),
        firstStep,
        settings.search().steps());
    List<WorkerResult> results = search(spark, plan);
    List<Operation> operations =
        results.get(0).operations().stream().map(Operation::named).toList();
    Architecture architecture = Architecture.of(space, operations);
    double runtime = LatencyPrediction.of(table, architecture).total();
    directory.architecture(ArchitectureJson.write(architecture, runtime, table.name()));
    return new SearchOutcome(architecture, runtime, crossEntropy(results.get(0)));
  }

  private List<WorkerResult> search(Supplier<JavaSparkContext> spark, SearchPlan plan)
      throws IOException {
    // Before there are workers to wait for, nothing holds up a driver that is told to end.
    JavaSparkContext context = spark.get();
    try (DriverStop stop =
        new DriverStop(directory, STOPPING.plus(settings.collective().timeout()))) {
      List<WorkerResult> results =
          new SearchAttempts(context, directory, hadoop, settings, stop).run(plan);
      long step = results.get(0).step();
      if (step < settings.search().steps()) {
        throw new SearchStoppedException(step, settings.search().steps(), directory.toString());
      }
      return results;
    } finally {
      directory.clearStop();
    }
  }

  /** Of the last record; a run that had done all its steps before was not recorded again. */
  private double crossEntropy(WorkerResult result) throws IOException {
    if (!Double.isNaN(result.crossEntropy())) {
      return result.crossEntropy();
    }
    return new RunHistory(directory, hadoop)
        .last()
        .map(StepRecord::crossEntropy)
        .orElse(Double.NaN);
  }

  private void checkWorkers(ShardDirectory shards) {
    int workers = request.workers();
    int batch = settings.search().globalBatch();
    if (batch % workers != 0) {
      throw new InvalidInputException(
          "Cannot split search.global-batch = %d over %d workers, expected a multiple of the workers",
          batch, workers);
    }
    shards.requireClasses(settings.model().classes());
    // Refuses more workers than shards.
    ShardAssignment.of(shards.shards(), workers, settings.search().seed(), 0);
  }

  private long prepareDirectory() throws IOException {
    if (request.start() == SearchRequest.Start.NEW) {
      directory.begin(settings.render());
      return 0;
    }
    Resumption.Start start =
        new Resumption(directory, settings, request.workers())
            .find(new CheckpointDirectory(directory.checkpoints(), hadoop));
    directory.clearStop();
    directory.configuration(settings.render());
    if (!start.change().isEmpty()) {
      new RunHistory(directory, hadoop)
          .goOn(RunEvent.Kind.RESUME, start.step(), request.workers(), start.change());
    }
    return start.step();
  }
}
