package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;
import io.spnas.report.RunHistory;
import io.spnas.report.RunStart;
import io.spnas.report.html.RunPage;
import io.spnas.spark.candidates.CandidateScoring;
import io.spnas.spark.candidates.KeptScores;
import io.spnas.spark.candidates.ScoringProgress;
import io.spnas.spark.live.LiveRun;
import io.spnas.spark.run.DriverFacts;
import io.spnas.spark.run.Run;
import io.spnas.spark.run.RunRequest;
import io.spnas.spark.run.WorkerLoad;
import io.spnas.spark.run.WorkerMemory;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** A search, from the driver's side: ends with the network that was found. */
public final class SearchJob {
  private final RunRequest request;
  private final Configuration hadoop;
  private final String name;

  /**
   * @param request what the user asks for
   * @param hadoop how to reach file systems
   */
  public SearchJob(RunRequest request, Configuration hadoop) {
    this(request, hadoop, "");
  }

  /**
   * One of several searches of an application.
   *
   * @param name begins what is told of it, in brackets
   */
  public SearchJob(RunRequest request, Configuration hadoop, String name) {
    this.request = request;
    this.hadoop = hadoop;
    this.name = name;
  }

  /**
   * Searches, and writes the run's architecture.json and report.html. A run that is continued and
   * has done all its steps, and scored all its candidates, is only told of.
   *
   * @param spark the application; asked for only when the input has been checked, and if there is
   *     something to compute
   * @return what was found
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public SearchOutcome run(Supplier<JavaSparkContext> spark) throws IOException {
    SearchRecipe recipe = recipe();
    Run run = run(recipe);
    Optional<SearchOutcome> before = run.isContinued() ? finished(recipe, run) : Optional.empty();
    if (before.isPresent()) {
      return before.get();
    }
    if (recipe.trains() && !(run.isContinued() && isTrained(run))) {
      run.complete(spark, directory -> {});
    } else {
      check(recipe, run);
      requireSupernet(recipe);
      run.begin();
      run.directory().started(start(recipe, spark));
    }
    SearchSupernet supernet = SearchSupernet.of(run.directory(), recipe, hadoop);
    SearchOutcome outcome = outcome(run, recipe, supernet, scores(run, recipe, supernet, spark));
    RunPage.renew(request.runDirectory(), hadoop);
    return outcome;
  }

  /** A network that is chosen without a supernet needs no application. */
  private RunStart start(SearchRecipe recipe, Supplier<JavaSparkContext> spark) {
    return recipe.strategy().isTrained()
        ? DriverFacts.of(spark.get(), request)
        : DriverFacts.of(request);
  }

  /**
   * Checks what can be checked before anything is written or computed; a search whose supernet this
   * one takes need not have ended, or begun.
   *
   * @throws InvalidInputException if the input is at fault
   */
  public void check() throws IOException {
    SearchRecipe recipe = recipe();
    check(recipe, run(recipe));
  }

  private void check(SearchRecipe recipe, Run run) throws IOException {
    if (recipe.trains()) {
      run.check();
      return;
    }
    run.shards();
    run.isContinued();
    if (recipe.strategy().isTrained()) {
      recipe.sharedSupernet(hadoop).requireWanted();
    }
  }

  private void requireSupernet(SearchRecipe recipe) throws IOException {
    if (recipe.strategy().isTrained() && !recipe.trains()) {
      recipe.sharedSupernet(hadoop).checkpoint();
    }
  }

  /**
   * What each worker needs.
   *
   * @param cores cores of a worker
   */
  public WorkerMemory memory(int cores) {
    SearchRecipe recipe = new SearchRecipe(request.settings());
    WorkerLoad load = WorkerLoad.of(request, recipe, recipe.space().supernet(), cores, hadoop);
    SupernetSize size =
        recipe.strategy().size(recipe.space(), new SupernetWorker(0, load.batch(), cores));
    return recipe.trainsOnHeldBack()
        ? WorkerMemory.trainingOnTwoParts(load, size)
        : WorkerMemory.training(load, size);
  }

  /** What an earlier run has found, if it did all its steps and scored all its candidates. */
  Optional<SearchOutcome> finished() throws IOException {
    SearchRecipe recipe = recipe();
    return finished(recipe, run(recipe));
  }

  private Optional<SearchOutcome> finished(SearchRecipe recipe, Run run) throws IOException {
    if (!run.directory().holdsRun() || recipe.trains() && !isTrained(run)) {
      return Optional.empty();
    }
    SearchSupernet supernet = SearchSupernet.of(run.directory(), recipe, hadoop);
    try {
      KeptScores scores = new KeptScores(run.directory(), supernet.step(), hadoop);
      return Optional.of(outcome(run, recipe, supernet, scores));
    } catch (KeptScores.MissingException e) {
      return Optional.empty();
    }
  }

  private boolean isTrained(Run run) throws IOException {
    return run.stepsKept() >= request.settings().search().steps();
  }

  private SearchRecipe recipe() {
    SearchRecipe recipe = new SearchRecipe(request.settings());
    recipe.requireReachable();
    return recipe;
  }

  private Run run(SearchRecipe recipe) {
    return new Run(request, recipe, hadoop, name);
  }

  private CandidateScores scores(
      Run run, SearchRecipe recipe, SearchSupernet supernet, Supplier<JavaSparkContext> spark)
      throws IOException {
    if (!recipe.scoresCandidates()) {
      return networks -> {
        throw new InvalidInputException(
            "Cannot score candidates for strategy.name = %s: expected one that holds shards back"
                + " from a single-path supernet, and trains on none of them",
            request.settings().strategy().name());
      };
    }
    return new CandidateScoring(
        new CandidateScoring.Supernet(
            supernet.checkpoint(), run.shards(), recipe.problem().tables().latency()),
        run.directory(),
        hadoop,
        spark,
        new ScoringProgress(LiveRun.Title.label(name), request.settings().oneShot().evaluations()));
  }

  private SearchOutcome outcome(
      Run run, SearchRecipe recipe, SearchSupernet supernet, CandidateScores scores)
      throws IOException {
    DerivedNetwork derived = DerivedNetwork.of(run.directory(), recipe, supernet, scores);
    return new SearchOutcome(
        derived.architecture(),
        derived.tables(),
        derived.runtimeMilliseconds(),
        lastCrossEntropy(run));
  }

  /** Of the last record; NaN if nothing was trained. */
  private double lastCrossEntropy(Run run) throws IOException {
    return new RunHistory(run.directory(), hadoop)
        .last()
        .map(StepRecord::crossEntropy)
        .orElse(Double.NaN);
  }
}
