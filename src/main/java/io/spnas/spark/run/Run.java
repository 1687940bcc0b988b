package io.spnas.spark.run;

import io.spnas.config.InvalidInputException;
import io.spnas.data.ShardAssignment;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunEvent;
import io.spnas.report.RunHistory;
import io.spnas.spark.live.LiveRun;
import io.spnas.spark.live.LiveRuns;
import io.spnas.spark.live.LogContext;
import io.spnas.spark.stage.DriverStop;
import io.spnas.spark.stage.RunStoppedException;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's side of any run: checks everything that can be checked before workers start, and
 * runs them to the last step.
 */
public final class Run {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final String SPLIT = "train";

  /** What the workers may need besides a step: to write a checkpoint, and to report. */
  private static final Duration STOPPING = Duration.ofSeconds(60);

  private final RunRequest request;
  private final Recipe recipe;
  private final Configuration hadoop;
  private final RunDirectory directory;
  private final String name;

  /**
   * @param request what the user asks for
   * @param recipe what is run
   * @param hadoop how to reach file systems
   */
  public Run(RunRequest request, Recipe recipe, Configuration hadoop) {
    this(request, recipe, hadoop, "");
  }

  /**
   * One of several runs of the application.
   *
   * @param name begins what is told of it, in brackets, such as {@code lambda-0}
   */
  public Run(RunRequest request, Recipe recipe, Configuration hadoop, String name) {
    this.request = request;
    this.recipe = recipe;
    this.name = name;
    this.hadoop = hadoop;
    this.directory = new RunDirectory(request.runDirectory(), hadoop);
  }

  public RunDirectory directory() {
    return directory;
  }

  /**
   * Prepares the run's directory and runs the workers.
   *
   * @param spark the application; asked for only when the input has been checked
   * @param begin writes what else belongs into the directory before the first step; after a crash
   *     it may be there already
   * @return what the workers report
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public WorkerResult complete(Supplier<JavaSparkContext> spark, Beginning begin)
      throws IOException {
    ShardParts shards = check();
    long firstStep = prepareDirectory(begin);
    RunPlan plan =
        new RunPlan(
            recipe, shards, images(shards), directory.location(), request.workers(), firstStep);
    LOG.info(
        "{}{} on {} images with {} workers, from step {} to {}",
        LiveRun.Title.label(name),
        recipe.name(),
        plan.images(),
        plan.workers(),
        firstStep,
        plan.steps());
    return complete(spark, plan);
  }

  private long images(ShardParts shards) throws IOException {
    long heldBack = recipe.trainsOnHeldBack() ? shards.heldBack().estimateRecords(hadoop) : 0;
    return shards.kept().estimateRecords(hadoop) + heldBack;
  }

  /** Writes what belongs into the directory of a run before its first step. */
  public interface Beginning {
    void write(RunDirectory directory) throws IOException;
  }

  private WorkerResult complete(Supplier<JavaSparkContext> spark, RunPlan plan) throws IOException {
    // Before there are workers to wait for, nothing holds up a driver that is told to end.
    JavaSparkContext context = spark.get();
    directory.started(DriverFacts.of(context, request));
    Duration patience = STOPPING.plus(recipe.settings().collective().timeout());
    try (DriverStop stop = new DriverStop(directory, patience);
        LogContext log = LogContext.ofRun(context, directory.toString());
        LiveRun live = LiveRuns.of(context).begin(title(plan))) {
      WorkerResult result = new Attempts(context, directory, hadoop, stop, live).run(plan).get(0);
      if (result.step() < plan.steps()) {
        throw new RunStoppedException(result.step(), plan.steps(), directory.toString());
      }
      live.done();
      return result;
    } finally {
      directory.clearStop();
    }
  }

  private LiveRun.Title title(RunPlan plan) {
    return new LiveRun.Title(
        name, recipe.name(), directory.toString(), plan.workers(), plan.firstStep(), plan.steps());
  }

  /**
   * Checks what can be checked without changing anything.
   *
   * @return the training shards in their parts
   * @throws InvalidInputException if the input is at fault
   */
  public ShardParts check() throws IOException {
    ShardParts shards = shards();
    requireEvenBatch();
    requireShardsForWorkers(shards);
    isContinued();
    return shards;
  }

  /**
   * The training shards in their parts.
   *
   * @throws InvalidInputException if they can't be used, or can't be parted
   */
  public ShardParts shards() throws IOException {
    ShardDirectory shards = ShardDirectory.open(hadoop, request.data(), SPLIT);
    shards.requireClasses(recipe.settings().model().classes());
    return recipe.parts(shards);
  }

  /** Prepares the directory of a run that does no steps, or goes on with one. */
  public void begin() throws IOException {
    if (isContinued()) {
      directory.clearStop();
    } else {
      directory.begin(recipe.configuration());
    }
  }

  /**
   * Whether the directory's run goes on; else one begins.
   *
   * @throws InvalidInputException if another run is in the directory
   */
  public boolean isContinued() throws IOException {
    if (request.start() == RunRequest.Start.NEW || !directory.holdsRun()) {
      return false;
    }
    resumption().requireSameRun();
    return true;
  }

  private Resumption resumption() {
    return new Resumption(directory, recipe, request.workers());
  }

  /**
   * Steps that the newest checkpoint has; 0 where there is none that can be read.
   *
   * @throws InvalidInputException if it is another run's
   */
  public long stepsKept() throws IOException {
    Resumption resumption = resumption();
    Optional<Checkpoint> newest = checkpoints().newest();
    newest.ifPresent(resumption::requireSameRun);
    return newest.map(Checkpoint::step).orElse(0L);
  }

  private CheckpointDirectory checkpoints() throws IOException {
    return new CheckpointDirectory(directory.checkpoints(), hadoop);
  }

  private void requireEvenBatch() {
    int workers = request.workers();
    int batch = recipe.globalBatch();
    if (batch % workers != 0) {
      throw new InvalidInputException(
          "Cannot split %s = %d over %d workers, expected a multiple of the workers",
          recipe.globalBatchKey(), batch, workers);
    }
  }

  /** Each worker reads shards of its own, of each part that is trained on. */
  private void requireShardsForWorkers(ShardParts parts) {
    int workers = request.workers();
    int kept = parts.kept().shards().size();
    int heldBack = parts.heldBack().shards().size();
    if (heldBack == 0) {
      // Refuses more workers than shards.
      ShardAssignment.of(parts.kept().shards(), workers, recipe.seed(), 0);
    }
    if (kept < workers || recipe.trainsOnHeldBack() && heldBack < workers) {
      throw new InvalidInputException(
          "Cannot train %d workers with strategy.held-back = %s: %d of %d shards of split %s are"
              + " held back, %d are not, expected at least %d of %s; fewer workers, more shards or"
              + " another share would do",
          workers,
          recipe.settings().strategy().heldBack(),
          heldBack,
          kept + heldBack,
          SPLIT,
          kept,
          workers,
          recipe.trainsOnHeldBack() ? "each" : "these");
    }
  }

  private long prepareDirectory(Beginning begin) throws IOException {
    if (!isContinued()) {
      directory.begin(recipe.configuration());
      begin.write(directory);
      return 0;
    }
    Resumption.Start start = resumption().find(checkpoints());
    directory.clearStop();
    directory.configuration(recipe.configuration());
    if (start.step() == 0) {
      begin.write(directory);
    }
    if (!start.change().isEmpty()) {
      new RunHistory(directory, hadoop)
          .goOn(RunEvent.Kind.RESUME, start.step(), request.workers(), start.change());
    }
    return start.step();
  }
}
