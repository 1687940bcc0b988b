package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.ObjectiveTables;
import io.spnas.report.RunHistory;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** A search, from the driver's side: ends with the network that was found. */
public final class SearchJob {
  private final RunRequest request;
  private final Configuration hadoop;

  /**
   * @param request what the user asks for
   * @param hadoop how to reach file systems
   */
  public SearchJob(RunRequest request, Configuration hadoop) {
    this.request = request;
    this.hadoop = hadoop;
  }

  /**
   * Searches, and writes the run's architecture.json.
   *
   * @param spark the application; asked for only when the input has been checked
   * @return what was found
   * @throws InvalidInputException if the input is at fault
   * @throws WorkerFailedException if a worker fails for a reason that will last, or too often
   * @throws RunStoppedException if the run was asked to stop
   * @throws IOException if the run directory can't be written
   */
  public SearchOutcome run(Supplier<JavaSparkContext> spark) throws IOException {
    SearchRecipe recipe = new SearchRecipe(request.settings());
    ObjectiveTables tables = recipe.tables();
    Run run = new Run(request, recipe, hadoop);
    WorkerResult result = run.complete(spark, directory -> {});
    DerivedNetwork derived = DerivedNetwork.of(request.runDirectory(), hadoop);
    return new SearchOutcome(
        derived.architecture(), tables, derived.runtimeMilliseconds(), crossEntropy(run, result));
  }

  /** Of the last record; a run that had done all its steps before was not recorded again. */
  private double crossEntropy(Run run, WorkerResult result) throws IOException {
    if (!Double.isNaN(result.crossEntropy())) {
      return result.crossEntropy();
    }
    return new RunHistory(run.directory(), hadoop)
        .last()
        .map(StepRecord::crossEntropy)
        .orElse(Double.NaN);
  }
}
