package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.Slices;

/**
 * A network whose parameters are trained step by step: a {@link Supernet}, or a {@link
 * FixedNetwork}. Not thread-safe; all calls come from the thread that made it.
 */
public interface TrainableNetwork extends AutoCloseable {
  /**
   * Computes loss and gradients of a batch on this worker into {@link #exchange()}. Parameters stay
   * as they are.
   */
  StepOutcome step(Batch images, StepControls controls);

  /** Gradients, batch statistics and loss sums of the last step. */
  Exchange exchange();

  /** The flat array of parameters; the optimiser updates it in place. */
  float[] parameters();

  /**
   * How many of the leading parameters the optimiser updates after a step; what else changes, the
   * network changes itself in {@link #decide}.
   */
  default int optimised(StepControls controls) {
    return parameters().length;
  }

  /**
   * Updates what the optimiser leaves alone. Called once a step, when {@link #exchange()} has the
   * averages over all workers, and before the optimiser.
   */
  default void decide(StepControls controls) {}

  /** Where each weight lies in {@link #parameters()}; thresholds, if any, follow behind. */
  ParameterLayout layout();

  /** Loops side by side in the threads that compute a step, between two steps. */
  Slices slices();

  /** Indicators d5, d50, d100 of each searchable layer in the last step; none if all is fixed. */
  double[][] indicators();

  /**
   * Arguments of the indicators in the last step, norm minus threshold, in the same order: the
   * farther from 0, the clearer the decision. That of d50 counts only where a layer can be skipped.
   */
  double[][] arguments();

  /** What besides the parameters goes from one step to the next; live, may be empty. */
  float[] carried();

  @Override
  void close();
}
