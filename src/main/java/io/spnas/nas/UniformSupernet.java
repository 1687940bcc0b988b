package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.PathMemory;
import io.spnas.latency.SearchObjective;
import io.spnas.space.Architecture;
import io.spnas.space.MultiPathShape;
import io.spnas.space.SearchSpace;

/**
 * The single-path supernet without thresholds: in each step every layer's operation is drawn anew,
 * all that the layer may have with the same probability (single path one-shot, Guo et al. 2019,
 * arXiv 1904.00420). The draw follows from seed and step, so that all workers train the same path.
 * Nothing is decided: there is no runtime term, and warm-up steps are like all others.
 *
 * <p>Parameters are the weights of the space's supernet. Not thread-safe; all calls come from the
 * thread that made it.
 */
public final class UniformSupernet extends ComputedNetwork {
  private static final double[][] NO_ARGUMENTS = {};
  private static final float[] NOTHING = {};

  private final SearchSpace space;
  private final SearchObjective objective;
  private final long seed;
  private final PathKernels kernels;
  private double[][] decisions;

  /**
   * Builds the supernet with its initial weights.
   *
   * @param space the search space
   * @param objective says what the runtime of each path is
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public UniformSupernet(
      SearchSpace space, SearchObjective objective, int batch, int threads, StepSettings settings) {
    super(MultiPathShape.of(space.supernet()), PathMemory.ALL, 0, batch, threads, settings);
    this.space = space;
    this.objective = objective;
    this.seed = settings.seed();
    this.kernels = new PathKernels(space, layout());
    this.decisions = PathKernels.decisions(path(0));
  }

  /** The network that a step trains. */
  Architecture path(long step) {
    return Architecture.random(space, Seeds.random(seed, Seeds.Purpose.PATHS, step));
  }

  @Override
  public StepOutcome step(Batch images, StepControls controls) {
    long start = System.nanoTime();
    decisions = PathKernels.decisions(path(controls.step()));
    SearchObjective.Value runtime =
        objective.evaluate(decisions, new double[decisions.length][Superkernel.DECISIONS]);
    kernels.put(parameters(), decisions);
    long chosen = System.nanoTime();

    GradientStep.Times times = compute(images, controls);

    long computed = System.nanoTime();
    kernels.remove(parameters(), exchange().values());
    return new StepOutcome(
        runtime.milliseconds(),
        runtime.product(),
        0,
        0,
        chosen - start + times.forward(),
        times.loss(),
        times.backward() + System.nanoTime() - computed);
  }

  /** What spells the last step's path. */
  @Override
  public double[][] indicators() {
    return decisions;
  }

  /** None: nothing is decided. */
  @Override
  public double[][] arguments() {
    return NO_ARGUMENTS;
  }

  @Override
  public float[] carried() {
    return NOTHING;
  }
}
