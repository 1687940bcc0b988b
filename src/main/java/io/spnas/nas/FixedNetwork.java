package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.PathMemory;
import io.spnas.space.MultiPathShape;
import io.spnas.space.NetworkShape;

/** A network whose operations are decided, trained like any other: there are only weights. */
public final class FixedNetwork extends ComputedNetwork {
  private static final double[][] NO_DECISIONS = {};
  private static final float[] NOTHING = {};

  /**
   * Builds a network with its initial weights.
   *
   * @param shape the network
   * @param batch images a step on this worker
   * @param threads threads that compute a step
   * @param settings see there
   */
  public FixedNetwork(NetworkShape shape, int batch, int threads, StepSettings settings) {
    super(MultiPathShape.of(shape), PathMemory.ALL, 0, batch, threads, settings);
  }

  @Override
  public StepOutcome step(Batch images, StepControls controls) {
    GradientStep.Times times = compute(images, controls);
    return new StepOutcome(
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        times.forward(),
        times.loss(),
        times.backward());
  }

  @Override
  public double[][] indicators() {
    return NO_DECISIONS;
  }

  @Override
  public double[][] arguments() {
    return NO_DECISIONS;
  }

  @Override
  public float[] carried() {
    return NOTHING;
  }
}
