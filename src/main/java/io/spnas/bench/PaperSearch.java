package io.spnas.bench;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.nas.Exchange;
import io.spnas.nas.Supernet;
import io.spnas.nas.TrainableNetwork;
import io.spnas.space.SearchSpace;
import io.spnas.train.RmsProp;
import io.spnas.train.SearchSchedule;
import io.spnas.train.TrainingLoop;
import io.spnas.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Parts of the paper's search, and random images to run it on. */
final class PaperSearch {
  /** Images of ImageNet's training set. */
  private static final long IMAGES = 1_281_167;

  private final Settings settings;
  private final int batch;

  /**
   * @param size height and width of the images
   * @param batch images a step of one worker
   */
  PaperSearch(int size, int batch) {
    this(size, batch, List.of());
  }

  /**
   * @param size height and width of the images
   * @param batch images a step of one worker
   * @param further what else is set, each {@code key=value}
   */
  PaperSearch(int size, int batch, List<String> further) {
    List<String> set = new ArrayList<>(further);
    set.add("input.size=" + size);
    this.settings = Settings.load(Optional.empty(), set);
    this.batch = batch;
  }

  Settings settings() {
    return settings;
  }

  SearchSpace space() {
    return SearchSpace.of(settings.input(), settings.model());
  }

  Supernet supernet(int threads, int rank) {
    SearchSettings search = settings.search();
    return new Supernet(
        space(),
        RuntimeModel.of(LatencyTable.load(settings.latency().table()), search.runtimeModel()),
        batch,
        threads,
        new Supernet.Settings(
            search.norm(),
            search.decisionKeep(),
            settings.model().dropout(),
            search.labelSmoothing(),
            settings.model().bnEpsilon(),
            search.seed(),
            rank));
  }

  RmsProp optimizer(TrainableNetwork supernet) {
    OptimizerSettings rates = settings.optimizer();
    return RmsProp.of(
        new RmsProp.Settings(
            rates.rmsDecay(), rates.momentum(), rates.epsilon(), settings.search().weightDecay()),
        supernet.layout(),
        supernet.parameters().length,
        supernet.slices());
  }

  /** A search without warm-up, each of whose steps is recorded. */
  TrainingLoop.Plan plan(int workers, int steps) {
    return new TrainingLoop.Plan(
        schedule(workers, steps),
        new TrainingLoop.Averaging(settings.model().bnMomentum(), settings.optimizer().emaDecay()),
        Validation.NONE,
        new TrainingLoop.Cadence(1, steps, steps));
  }

  private SearchSchedule schedule(int workers, int steps) {
    OptimizerSettings rates = settings.optimizer();
    return new SearchSchedule(
        steps,
        0,
        batch * workers,
        IMAGES,
        settings.search().lambda(),
        rates.learningRate(),
        rates.decayRate(),
        rates.decayEpochs());
  }

  /** What workers exchange in a step. */
  int exchangeFloats() {
    return Exchange.length(space(), settings.search().norm());
  }

  /** A batch of noise with random labels. */
  Batch randomImages(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = settings.input().size();
    float[] values = new float[batch * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return new Batch(values, random.ints(batch, 0, settings.model().classes()).toArray(), 0);
  }
}
