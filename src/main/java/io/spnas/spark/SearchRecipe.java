package io.spnas.spark;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.latency.ObjectiveTables;
import io.spnas.latency.RuntimeModel;
import io.spnas.nas.LatencyTarget;
import io.spnas.nas.Steering;
import io.spnas.nas.Supernet;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.SearchSpace;
import io.spnas.train.SearchSchedule;
import io.spnas.train.Validation;
import java.util.OptionalDouble;
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
    ObjectiveTables tables = tables();
    if (!tables.latency().isMeasuredFor(space())) {
      LOG.warn(
          "Latency table {} is of another input size, width or blocks than the search: a stand-in",
          tables.latency().name());
    }
    search().targetLatencyMs().ifPresent(target -> tables.latency().requireWithin(space(), target));
  }

  /** The tables that the search needs, checked against the space. */
  ObjectiveTables tables() {
    return ObjectiveTables.load(settings(), space());
  }

  @Override
  TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop) {
    ObjectiveTables tables = tables();
    Supernet.Settings supernet =
        new Supernet.Settings(
            search().norm(),
            search().decisionKeep(),
            settings().model().dropout(),
            search().labelSmoothing(),
            settings().model().bnEpsilon(),
            search().seed(),
            rank);
    RuntimeModel latency = RuntimeModel.of(tables.latency(), search().runtimeModel());
    return new Supernet(
        space(),
        tables.objective(search().runtimeModel()),
        steering(latency),
        batch,
        threads,
        supernet);
  }

  private Steering steering(RuntimeModel runtime) {
    OptionalDouble target = search().targetLatencyMs();
    return target.isEmpty()
        ? Steering.NONE
        : new LatencyTarget(
            target.getAsDouble(),
            runtime,
            space(),
            search().warmupSteps(),
            search().steps(),
            search().finalFlip());
  }

  @Override
  Validation validation(RankSpec rank, int threads, Configuration hadoop) {
    return Validation.NONE;
  }
}
