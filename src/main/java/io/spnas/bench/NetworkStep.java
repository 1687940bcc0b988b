package io.spnas.bench;

import io.spnas.config.OptimizerSettings;
import io.spnas.config.Settings;
import io.spnas.engine.Buffers;
import io.spnas.engine.LayerTime;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.SoftmaxCrossEntropy;
import io.spnas.space.NetworkShape;
import io.spnas.train.RmsProp;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The whole step of one worker that trains a network whose operations are decided: forward, loss,
 * backward and update. Input and all-reduce are left out.
 */
public final class NetworkStep implements TimedStep {
  private final Network network;
  private final SoftmaxCrossEntropy crossEntropy;
  private final RmsProp optimizer;
  private final double learningRate;
  private final float[] weights;
  private final float[] gradients;
  private final float[] images;
  private final int[] labels;
  private final float[] logitGradient;

  /**
   * @param shape the network
   * @param batch images a step
   * @param threads threads that compute it
   */
  public NetworkStep(NetworkShape shape, int batch, int threads) {
    Settings settings = Settings.load(Optional.empty(), List.of());
    OptimizerSettings rates = settings.optimizer();
    ParameterLayout layout = ParameterLayout.of(shape);
    this.weights = RandomNetwork.of(shape).weights();
    this.gradients = new float[weights.length];
    this.images = RandomNetwork.images(shape, batch);
    this.labels = new SplittableRandom(1).ints(batch, 0, shape.classes()).toArray();
    this.logitGradient = new float[batch * shape.classes()];
    this.crossEntropy =
        new SoftmaxCrossEntropy(shape.classes(), settings.search().labelSmoothing());
    this.learningRate = rates.learningRate() * batch / settings.search().globalBatch();
    Buffers buffers = new Buffers(weights, gradients, new float[layout.statisticValues()], 0);
    this.network = Network.compile(shape, batch, threads, settings.model().bnEpsilon(), buffers);
    this.optimizer =
        RmsProp.of(
            new RmsProp.Settings(
                rates.rmsDecay(),
                rates.momentum(),
                rates.epsilon(),
                settings.search().weightDecay()),
            layout,
            weights.length,
            network.slices());
  }

  @Override
  public StepTime run() {
    long start = System.nanoTime();
    float[] logits = network.forward(images, null);
    long forward = System.nanoTime();
    crossEntropy.evaluate(logits, labels, logitGradient);
    long loss = System.nanoTime();
    network.backward(logitGradient, null);
    long backward = System.nanoTime();
    optimizer.step(weights, gradients, learningRate);
    return new StepTime(
        (forward - start) / 1e6,
        (loss - forward) / 1e6,
        (backward - loss) / 1e6,
        (System.nanoTime() - backward) / 1e6);
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
