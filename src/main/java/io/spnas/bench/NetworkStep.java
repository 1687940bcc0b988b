package io.spnas.bench;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.Settings;
import io.spnas.config.TrainSettings;
import io.spnas.data.Batch;
import io.spnas.engine.LayerTime;
import io.spnas.nas.FixedNetwork;
import io.spnas.nas.StepControls;
import io.spnas.nas.StepOutcome;
import io.spnas.nas.StepSettings;
import io.spnas.profile.RandomNetwork;
import io.spnas.space.NetworkShape;
import io.spnas.train.RmsProp;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The whole step of one worker that trains a network whose operations are decided: forward with
 * dropout, loss, backward and update. Input and all-reduce are left out.
 */
public final class NetworkStep implements TimedStep {
  private final FixedNetwork network;
  private final RmsProp optimizer;
  private final double learningRate;
  private final Batch images;
  private long step;

  /**
   * @param shape the network
   * @param batch images a step
   * @param threads threads that compute it
   */
  public NetworkStep(NetworkShape shape, int batch, int threads) {
    Settings settings = Settings.load(Optional.empty(), List.of());
    TrainSettings train = settings.train();
    OptimizerSettings rates = settings.optimizer();
    this.network =
        new FixedNetwork(
            shape,
            batch,
            threads,
            new StepSettings(
                train.dropout(),
                train.labelSmoothing(),
                settings.model().bnEpsilon(),
                train.seed(),
                0));
    this.optimizer =
        RmsProp.of(
            new RmsProp.Settings(
                rates.rmsDecay(), rates.momentum(), rates.epsilon(), train.weightDecay()),
            network.layout(),
            network.parameters().length,
            network.slices());
    this.learningRate = train.learningRate() * batch / train.globalBatch();
    this.images =
        new Batch(
            RandomNetwork.images(shape, batch),
            new SplittableRandom(1).ints(batch, 0, shape.classes()).toArray(),
            0);
  }

  @Override
  public StepTime run() {
    StepOutcome outcome = network.step(images, new StepControls(step++, 0, false));
    long start = System.nanoTime();
    optimizer.step(network.parameters(), network.exchange().values(), learningRate);
    return new StepTime(
        outcome.forwardNanos() / 1e6,
        outcome.lossNanos() / 1e6,
        outcome.backwardNanos() / 1e6,
        (System.nanoTime() - start) / 1e6);
  }

  @Override
  public List<LayerTime> layerTimes() {
    return network.layerTimes();
  }

  @Override
  public void close() {
    network.close();
  }
}
