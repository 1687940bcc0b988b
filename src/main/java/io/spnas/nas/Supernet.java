package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.data.Batch;
import io.spnas.engine.PathMemory;
import io.spnas.latency.RuntimeModel;
import io.spnas.latency.SearchObjective;
import io.spnas.space.Architecture;
import io.spnas.space.MultiPathShape;
import io.spnas.space.SearchSpace;

/**
 * The single-path supernet: one network whose depthwise kernels are superkernels, with the
 * thresholds that choose among their subsets (paper, section 3). Weights and thresholds lie in one
 * flat array, [weights | t5, t50, t100 of each searchable layer].
 *
 * <p>Not thread-safe; all calls come from the thread that made it.
 */
public final class Supernet extends ComputedNetwork {
  private final Decisions decisions;
  private final RuntimeLoss runtimeLoss;
  private final Steering steering;
  private final DecisionDropout decisionDropout;
  private final double[][] decisionFactors;
  private final double[][] runtimeGradient;

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
      int rank) {

    StepSettings step() {
      return new StepSettings(featureDropout, labelSmoothing, epsilon, seed, rank);
    }
  }

  /**
   * Builds the supernet with its initial weights and thresholds 0; the schedule says what lambda
   * is.
   *
   * @param space the search space
   * @param runtime predicts R from the indicators
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public Supernet(
      SearchSpace space, RuntimeModel runtime, int batch, int threads, Settings settings) {
    this(space, SearchObjective.ofLatency(runtime), Steering.NONE, batch, threads, settings);
  }

  /**
   * Builds the supernet with its initial weights and thresholds 0.
   *
   * @param space the search space
   * @param objective what the search makes small
   * @param steering leads the search
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public Supernet(
      SearchSpace space,
      SearchObjective objective,
      Steering steering,
      int batch,
      int threads,
      Settings settings) {
    super(
        MultiPathShape.of(space.supernet()),
        PathMemory.ALL,
        Superkernel.DECISIONS * space.searchable().size(),
        batch,
        threads,
        settings.step());
    this.decisions = new Decisions(space, settings.norm());
    this.runtimeLoss = new RuntimeLoss(objective, steering);
    this.steering = steering;
    this.decisionDropout = new DecisionDropout(settings.seed(), settings.decisionKeep());
    this.decisionFactors = new double[decisions.layers()][Superkernel.DECISIONS];
    this.runtimeGradient = new double[decisions.layers()][Superkernel.DECISIONS];
  }

  /**
   * Computes loss and gradients of a batch on this worker into {@link #exchange()}: forward with
   * the operations that the thresholds choose, backward into weights and thresholds, and the
   * runtime term's gradient on top. Weights and thresholds stay as they are.
   */
  @Override
  public StepOutcome step(Batch images, StepControls controls) {
    long start = System.nanoTime();
    if (controls.warmup()) {
      decisionDropout.draw(controls.step(), decisionFactors);
    } else {
      DecisionDropout.none(decisionFactors);
    }
    boolean settled = steering.isSettled(controls.step());
    if (settled) {
      double[][] decided = decisions.decide(parameters());
      decisions.settle(parameters(), steering.settle(controls.step(), decided));
    }
    decisions.select(parameters(), decisionFactors);
    RuntimeLoss.Value runtime =
        runtimeLoss.evaluate(decisions.indicators(), controls, runtimeGradient);
    long chosen = System.nanoTime();

    GradientStep.Times times = compute(images, controls);

    long computed = System.nanoTime();
    decisions.differentiate(parameters(), exchange().values(), runtimeGradient, !settled);
    return new StepOutcome(
        runtime.milliseconds(),
        runtime.product(),
        runtime.loss(),
        runtime.lambda(),
        chosen - start + times.forward(),
        times.loss(),
        times.backward() + System.nanoTime() - computed);
  }

  @Override
  public double[][] indicators() {
    return decisions.snapshot();
  }

  @Override
  public double[][] arguments() {
    return decisions.arguments();
  }

  @Override
  public float[] carried() {
    return steering.carried();
  }

  /** The network that weights and thresholds spell out (paper, section 3.2). */
  public Architecture derive() {
    return decisions.derive(parameters());
  }
}
