package io.spnas.spark;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.latency.ObjectiveTables;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetWorker;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.SearchSpace;
import io.spnas.train.SearchSchedule;
import io.spnas.train.Validation;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A search: trains weights and thresholds of a supernet. */
final class SearchRecipe extends Recipe {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SearchRecipe.class);

  SearchRecipe(Settings settings) {
    super(settings);
  }

  private SearchSettings search() {
    return settings().search();
  }

  @Override
  String name() {
    return "search";
  }

  @Override
  String globalBatchKey() {
    return "search.global-batch";
  }

  @Override
  String lengthKey() {
    return "search.steps";
  }

  @Override
  boolean mayGrowFrom(Settings before) {
    return search().steps() >= before.search().steps();
  }

  @Override
  int globalBatch() {
    return search().globalBatch();
  }

  @Override
  long seed() {
    return search().seed();
  }

  @Override
  String maxRestartsKey() {
    return "search.max-restarts";
  }

  @Override
  int maxRestarts() {
    return search().maxRestarts();
  }

  @Override
  SearchSchedule schedule(long images) {
    OptimizerSettings optimizer = settings().optimizer();
    return new SearchSchedule(
        search().steps(),
        search().warmupSteps(),
        search().globalBatch(),
        images,
        search().lambda(),
        optimizer.learningRate(),
        optimizer.decayRate(),
        optimizer.decayEpochs());
  }

  @Override
  InputSpec input() {
    return InputSpec.of(settings().input());
  }

  @Override
  double weightDecay() {
    return search().weightDecay();
  }

  SearchSpace space() {
    return SearchSpace.of(settings().input(), settings().model());
  }

  /**
   * Checks tables and target against the search space.
   *
   * @throws InvalidInputException if a table does not cover it, or no network has the target
   */
  void requireReachable() {
    ObjectiveTables tables = problem().tables();
    if (!tables.latency().isMeasuredFor(space())) {
      LOG.warn(
          "Latency table {} is of another input size, width or blocks than the search: a stand-in",
          tables.latency().name());
    }
    search().targetLatencyMs().ifPresent(target -> tables.latency().requireWithin(space(), target));
  }

  /** What is to be solved; its tables are checked against the space. */
  SearchProblem problem() {
    return SearchProblem.of(settings());
  }

  @Override
  TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop) {
    return Strategies.of(problem()).supernet(new SupernetWorker(rank, batch, threads));
  }

  @Override
  Validation validation(RankSpec rank, int threads, Configuration hadoop) {
    return Validation.NONE;
  }
}
