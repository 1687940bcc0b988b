package io.spnas.spark;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.latency.ObjectiveTables;
import io.spnas.latency.SearchObjective;
import io.spnas.nas.RuntimeWeight;
import io.spnas.nas.Supernet;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.SearchSpace;
import io.spnas.train.SearchSchedule;
import io.spnas.train.Validation;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;

/** A search: trains weights and thresholds of a supernet. */
final class SearchRecipe extends Recipe {
  private static final long serialVersionUID = 1L;

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

  /** The tables that the search needs, checked against the space. */
  ObjectiveTables tables() {
    return ObjectiveTables.load(settings(), space());
  }

  @Override
  TrainableNetwork network(int rank, int batch, int threads, Configuration hadoop) {
    SearchObjective objective = tables().objective(search().runtimeModel());
    Supernet.Settings supernet =
        new Supernet.Settings(
            search().norm(),
            search().decisionKeep(),
            settings().model().dropout(),
            search().labelSmoothing(),
            settings().model().bnEpsilon(),
            search().seed(),
            rank);
    return new Supernet(space(), objective, lambda(), batch, threads, supernet);
  }

  private RuntimeWeight lambda() {
    OptionalDouble target = search().targetLatencyMs();
    return target.isEmpty()
        ? RuntimeWeight.SCHEDULED
        : RuntimeWeight.towards(target.getAsDouble(), search().warmupSteps(), search().steps());
  }

  @Override
  Validation validation(RankSpec rank, int threads, Configuration hadoop) {
    return Validation.NONE;
  }
}
