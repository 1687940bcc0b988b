package io.spnas.bench;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.SearchSettings;
import io.spnas.config.Settings;
import io.spnas.data.Batch;
import io.spnas.engine.LayerTime;
import io.spnas.latency.LatencyTable;
import io.spnas.latency.RuntimeModel;
import io.spnas.nas.StepControls;
import io.spnas.nas.Supernet;
import io.spnas.nas.Supernet.StepOutcome;
import io.spnas.space.NetworkShape;
import io.spnas.space.SearchSpace;
import io.spnas.train.RmsProp;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The whole step of one worker of the paper's search: superkernels and thresholds, forward, loss,
 * backward, runtime term and update. Input and all-reduce are left out.
 */
public final class SupernetStep implements Peer.Step {
  private final Supernet supernet;
  private final RmsProp optimizer;
  private final double learningRate;
  private final double lambda;
  private final Batch images;
  private long step;

  /**
   * @param size height and width of the images
   * @param batch images a step
   * @param threads threads that compute it
   */
  public SupernetStep(int size, int batch, int threads) {
    Settings settings = settings(size);
    SearchSettings search = settings.search();
    OptimizerSettings rates = settings.optimizer();
    this.supernet =
        new Supernet(
            SearchSpace.of(settings.input(), settings.model()),
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
                0));
    this.optimizer =
        RmsProp.of(
            new RmsProp.Settings(
                rates.rmsDecay(), rates.momentum(), rates.epsilon(), search.weightDecay()),
            supernet.layout(),
            supernet.parameters().length);
    this.learningRate = rates.learningRate() * batch / search.globalBatch();
    this.lambda = search.lambda();
    this.images = randomImages(size, batch, settings.model().classes());
  }

  /** The network that a step computes. */
  public static NetworkShape network(int size) {
    Settings settings = settings(size);
    return SearchSpace.of(settings.input(), settings.model()).supernet();
  }

  private static Settings settings(int size) {
    return Settings.load(Optional.empty(), List.of("input.size=" + size));
  }

  private static Batch randomImages(int size, int batch, int classes) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[batch * 3 * size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return new Batch(values, random.ints(batch, 0, classes).toArray(), 0);
  }

  /** Computes one step on random images. */
  @Override
  public StepTime run() {
    return run(images);
  }

  /** Computes one step on images of the network's size, as many as the batch has. */
  public StepTime run(Batch batch) {
    StepOutcome outcome = supernet.step(batch, new StepControls(step++, lambda, false));
    long start = System.nanoTime();
    optimizer.step(supernet.parameters(), supernet.exchange().values(), learningRate);
    return new StepTime(
        milliseconds(outcome.forwardNanos()),
        milliseconds(outcome.lossNanos()),
        milliseconds(outcome.backwardNanos()),
        milliseconds(System.nanoTime() - start));
  }

  /** Time of each layer in the last step, in the order of the layers. */
  public List<LayerTime> layerTimes() {
    return supernet.layerTimes();
  }

  private static double milliseconds(long nanos) {
    return nanos / 1e6;
  }

  @Override
  public void close() {
    supernet.close();
  }
}
