package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.Buffers;
import io.spnas.engine.LayerTime;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.PathMemory;
import io.spnas.engine.PathUse;
import io.spnas.engine.Slices;
import io.spnas.engine.SoftmaxCrossEntropy;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Forward, cross-entropy and backward of a network on one worker's batch: what supernets and fixed
 * networks have in common.
 */
public final class GradientStep implements AutoCloseable {
  private final StepSettings settings;
  private final int batch;
  private final Exchange exchange;
  private final Network network;
  private final SoftmaxCrossEntropy crossEntropy;
  private final float[] logitGradient;
  private final float[] featureFactors;

  /**
   * Times of the parts, ns.
   *
   * @param forward of the forward pass
   * @param loss of the loss and its gradient
   * @param backward of the backward pass
   */
  public record Times(long forward, long loss, long backward) {}

  /**
   * Compiles a network.
   *
   * @param shape the network
   * @param parameters its weights, and what else is trained behind them
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  GradientStep(
      NetworkShape shape, float[] parameters, int batch, int threads, StepSettings settings) {
    this(MultiPathShape.of(shape), PathMemory.ALL, parameters, batch, threads, settings);
  }

  /**
   * Compiles a multi-path network.
   *
   * @param shape the network
   * @param memory how many paths of a layer a step may compute
   * @param parameters its weights, and what else is trained behind them
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public GradientStep(
      MultiPathShape shape,
      PathMemory memory,
      float[] parameters,
      int batch,
      int threads,
      StepSettings settings) {
    this.settings = settings;
    this.batch = batch;
    this.exchange =
        new Exchange(
            parameters.length, ParameterLayout.of(shape).statisticValues(), this::inSlices);
    int classes = shape.frame().classes();
    this.crossEntropy = new SoftmaxCrossEntropy(classes, settings.labelSmoothing());
    this.logitGradient = new float[batch * classes];
    this.featureFactors =
        settings.featureDropout() > 0 ? new float[batch * shape.frame().headChannels()] : null;
    float[] gradients = exchange.values();
    this.network =
        Network.compile(
            shape,
            memory,
            batch,
            threads,
            settings.epsilon(),
            new Buffers(parameters, gradients, gradients, exchange.statisticsOffset()));
  }

  /**
   * Says which paths the next steps compute.
   *
   * @param uses of each layer's paths, [layers][paths]
   */
  public void use(PathUse[][] uses) {
    network.use(uses);
  }

  /** Computes gradients, batch statistics and loss sums of a batch into the exchange. */
  public Times run(Batch images, long step) {
    long start = System.nanoTime();
    drawDropout(step);
    float[] logits = network.forward(images.images(), featureFactors);
    long forward = System.nanoTime();
    SoftmaxCrossEntropy.Sums sums = crossEntropy.evaluate(logits, images.labels(), logitGradient);
    long loss = System.nanoTime();
    network.backward(logitGradient, featureFactors);
    exchange.lossSums(sums.loss(), sums.correct(), batch);
    return new Times(forward - start, loss - forward, System.nanoTime() - loss);
  }

  private void drawDropout(long step) {
    if (featureFactors == null) {
      return;
    }
    SplittableRandom random =
        Seeds.random(settings.seed(), Seeds.Purpose.FEATURE_DROPOUT, step, settings.rank());
    float kept = (float) (1 / (1 - settings.featureDropout()));
    for (int i = 0; i < featureFactors.length; i++) {
      featureFactors[i] = random.nextDouble() < settings.featureDropout() ? 0f : kept;
    }
  }

  /** Gradients, batch statistics and loss sums of the last step. */
  public Exchange exchange() {
    return exchange;
  }

  /** Loops side by side in the threads that compute a step, between two steps. */
  public Slices slices() {
    return this::inSlices;
  }

  private void inSlices(int length, Slices.Loop loop) {
    network.slices().run(length, loop);
  }

  /** Time of each layer in the last step, in the order of the layers. */
  public List<LayerTime> layerTimes() {
    return network.layerTimes();
  }

  @Override
  public void close() {
    network.close();
  }
}
