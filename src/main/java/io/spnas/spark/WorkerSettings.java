package io.spnas.spark;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.nas.Supernet;
import io.spnas.train.RmsProp;
import io.spnas.train.Schedule;
import io.spnas.train.SearchLoop;

/** One worker's part of the settings, room by room. */
final class WorkerSettings {
  private final Settings settings;
  private final SearchPlan plan;
  private final int rank;

  WorkerSettings(Settings settings, SearchPlan plan, int rank) {
    this.settings = settings;
    this.plan = plan;
    this.rank = rank;
  }

  /** Images a step on this worker. */
  int batch() {
    return settings.search().globalBatch() / plan.workers();
  }

  Supernet.Settings supernet() {
    SearchSettings search = settings.search();
    return new Supernet.Settings(
        search.norm(),
        search.decisionKeep(),
        settings.model().dropout(),
        search.labelSmoothing(),
        settings.model().bnEpsilon(),
        search.seed(),
        rank);
  }

  InputSpec input() {
    return InputSpec.of(settings.input());
  }

  RankSpec rankSpec() {
    return new RankSpec(
        rank, plan.workers(), batch(), settings.model().classes(), settings.search().seed());
  }

  Schedule schedule() {
    SearchSettings search = settings.search();
    OptimizerSettings optimizer = settings.optimizer();
    return new Schedule(
        search.steps(),
        search.warmupSteps(),
        search.globalBatch(),
        plan.images(),
        search.lambda(),
        optimizer.learningRate(),
        optimizer.decayRate(),
        optimizer.decayEpochs());
  }

  RmsProp.Settings rmsProp() {
    OptimizerSettings optimizer = settings.optimizer();
    return new RmsProp.Settings(
        optimizer.rmsDecay(),
        optimizer.momentum(),
        optimizer.epsilon(),
        settings.search().weightDecay());
  }

  SearchLoop.Averaging averaging() {
    return new SearchLoop.Averaging(settings.model().bnMomentum(), settings.optimizer().emaDecay());
  }

  SearchLoop.Cadence cadence() {
    return new SearchLoop.Cadence(
        settings.metrics().everySteps(),
        settings.checkpoint().everySteps(),
        settings.checksum().everySteps());
  }
}
