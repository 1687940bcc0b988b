package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.report.RunHistory;
import io.spnas.report.html.RunPage;
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
   * has done all its steps is only told of.
   *
   * @param spark the application; asked for only when the input has been checked
   * @return what was found
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public SearchOutcome run(Supplier<JavaSparkContext> spark) throws IOException {
    Run run = plan();
    Optional<SearchOutcome> before = run.isContinued() ? finished() : Optional.empty();
    if (before.isPresent()) {
      return before.get();
    }
    SearchOutcome outcome = outcome(run, run.complete(spark, directory -> {}).crossEntropy());
    RunPage.renew(request.runDirectory(), hadoop);
    return outcome;
  }

  /**
   * Checks what can be checked before anything is written or computed.
   *
   * @throws InvalidInputException if the input is at fault
   */
  public void check() throws IOException {
    plan().check();
  }

  /**
   * What each worker needs.
   *
   * @param cores cores of a worker
   */
  public WorkerMemory memory(int cores) {
    SearchRecipe recipe = new SearchRecipe(request.settings());
    return WorkerMemory.training(
        WorkerLoad.of(request, recipe, recipe.space().supernet(), cores, hadoop));
  }

  /** What an earlier run has found, if it did all its steps. */
  Optional<SearchOutcome> finished() throws IOException {
    Run run = plan();
    if (!run.directory().holdsRun()) {
      return Optional.empty();
    }
    return run.stepsKept() < request.settings().search().steps()
        ? Optional.empty()
        : Optional.of(outcome(run, Double.NaN));
  }

  private Run plan() {
    SearchRecipe recipe = new SearchRecipe(request.settings());
    recipe.requireReachable();
    return new Run(request, recipe, hadoop, name);
  }

  private SearchOutcome outcome(Run run, double crossEntropy) throws IOException {
    DerivedNetwork derived = DerivedNetwork.of(request.runDirectory(), hadoop);
    return new SearchOutcome(
        derived.architecture(),
        derived.tables(),
        derived.runtimeMilliseconds(),
        Double.isNaN(crossEntropy) ? lastCrossEntropy(run) : crossEntropy);
  }

  /** Of the last record; a run that had done all its steps before was not recorded again. */
  private double lastCrossEntropy(Run run) throws IOException {
    return new RunHistory(run.directory(), hadoop)
        .last()
        .map(StepRecord::crossEntropy)
        .orElse(Double.NaN);
  }
}
