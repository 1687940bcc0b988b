package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.data.Batch;
import io.spnas.engine.Buffers;
import io.spnas.engine.LayerTime;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.Slices;
import io.spnas.engine.SoftmaxCrossEntropy;
import io.spnas.latency.RuntimeModel;
import io.spnas.space.Architecture;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The single-path supernet: one network whose depthwise kernels are superkernels, with the
 * thresholds that choose among their subsets (paper, section 3). Weights and thresholds lie in one
 * flat array, [weights | t5, t50, t100 of each searchable layer].
 *
 * <p>Not thread-safe; all calls come from the thread that made it.
 */
public final class Supernet implements AutoCloseable {
  private final Settings settings;
  private final int batch;
  private final ParameterLayout layout;
  private final Decisions decisions;
  private final float[] parameters;
  private final Exchange exchange;
  private final Network network;
  private final RuntimeLoss runtimeLoss;
  private final SoftmaxCrossEntropy crossEntropy;
  private final DecisionDropout decisionDropout;
  private final double[][] decisionFactors;
  private final double[][] runtimeGradient;
  private final float[] logitGradient;
  private final float[] featureFactors;

  /**
   * What of the settings concerns the supernet.
   *
   * @param norm norm of the decisions
   * @param decisionKeep probability that decision dropout keeps an indicator
   * @param featureDropout share of the pooled features dropped before the classifier
   * @param labelSmoothing smoothing of the labels' distribution
   * @param epsilon what batch norm adds to the variance
   * @param seed seed of weights and dropout
   * @param rank rank of this worker: feature dropout differs between workers, all else is equal
   */
  public record Settings(
      Norm norm,
      double decisionKeep,
      double featureDropout,
      double labelSmoothing,
      double epsilon,
      long seed,
      int rank) {}

  /**
   * What a step tells of itself besides the {@link Exchange}.
   *
   * @param runtimeMilliseconds R in ms, scaled by decision dropout during warm-up
   * @param runtimeLoss lambda * 1000 * ln(R)
   * @param forwardNanos time of the forward pass and the choice of the effective kernels
   * @param lossNanos time of the loss and its gradient
   * @param backwardNanos time of the backward pass, down to weights and thresholds
   */
  public record StepOutcome(
      double runtimeMilliseconds,
      double runtimeLoss,
      long forwardNanos,
      long lossNanos,
      long backwardNanos) {}

  /**
   * Builds the supernet with its initial weights and thresholds 0.
   *
   * @param space the search space
   * @param runtime predicts R from the indicators
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public Supernet(
      SearchSpace space, RuntimeModel runtime, int batch, int threads, Settings settings) {
    this.settings = settings;
    this.batch = batch;
    this.layout = ParameterLayout.of(space.supernet());
    this.decisions = new Decisions(space, settings.norm());
    this.parameters = new float[decisions.parameters()];
    InitialWeights.fill(layout, parameters, settings.seed());
    this.exchange = new Exchange(parameters.length, layout.statisticValues(), this::inSlices);
    this.runtimeLoss = new RuntimeLoss(runtime);
    this.crossEntropy = new SoftmaxCrossEntropy(space.classes(), settings.labelSmoothing());
    this.decisionDropout = new DecisionDropout(settings.seed(), settings.decisionKeep());
    this.decisionFactors = new double[decisions.layers()][Superkernel.DECISIONS];
    this.runtimeGradient = new double[decisions.layers()][Superkernel.DECISIONS];
    this.logitGradient = new float[batch * space.classes()];
    this.featureFactors =
        settings.featureDropout() > 0 ? new float[batch * space.supernet().headChannels()] : null;
    float[] gradients = exchange.values();
    this.network =
        Network.compile(
            space.supernet(),
            batch,
            threads,
            settings.epsilon(),
            new Buffers(parameters, gradients, gradients, exchange.statisticsOffset()));
  }

  /**
   * Computes loss and gradients of a batch on this worker into {@link #exchange()}: forward with
   * the operations that the thresholds choose, backward into weights and thresholds, and the
   * runtime term's gradient on top. Weights and thresholds stay as they are.
   */
  public StepOutcome step(Batch images, StepControls controls) {
    long start = System.nanoTime();
    drawDropout(controls);
    decisions.select(parameters, decisionFactors);
    RuntimeLoss.Value runtime =
        runtimeLoss.evaluate(decisions.indicators(), controls.lambda(), runtimeGradient);

    float[] logits = network.forward(images.images(), featureFactors);
    long forward = System.nanoTime();
    SoftmaxCrossEntropy.Sums sums = crossEntropy.evaluate(logits, images.labels(), logitGradient);
    long loss = System.nanoTime();
    network.backward(logitGradient, featureFactors);

    decisions.differentiate(parameters, exchange.values(), runtimeGradient);
    exchange.lossSums(sums.loss(), sums.correct(), batch);
    return new StepOutcome(
        runtime.milliseconds(),
        runtime.loss(),
        forward - start,
        loss - forward,
        System.nanoTime() - loss);
  }

  private void drawDropout(StepControls controls) {
    if (controls.warmup()) {
      decisionDropout.draw(controls.step(), decisionFactors);
    } else {
      DecisionDropout.none(decisionFactors);
    }
    if (featureFactors != null) {
      SplittableRandom random =
          Seeds.random(
              settings.seed(), Seeds.Purpose.FEATURE_DROPOUT, controls.step(), settings.rank());
      float kept = (float) (1 / (1 - settings.featureDropout()));
      for (int i = 0; i < featureFactors.length; i++) {
        featureFactors[i] = random.nextDouble() < settings.featureDropout() ? 0f : kept;
      }
    }
  }

  /** The flat array of weights and thresholds; the optimiser updates it in place. */
  public float[] parameters() {
    return parameters;
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

  /** Where each weight lies in {@link #parameters()}; thresholds follow behind. */
  public ParameterLayout layout() {
    return layout;
  }

  /** Indicators d5, d50, d100 of each searchable layer in the last step. */
  public double[][] indicators() {
    return decisions.snapshot();
  }

  /** The network that weights and thresholds spell out (paper, section 3.2). */
  public Architecture derive() {
    return decisions.derive(parameters);
  }

  @Override
  public void close() {
    network.close();
  }
}
