package io.spnas.nas;

import io.spnas.data.Batch;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterRange;
import io.spnas.engine.Slices;
import java.util.List;

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
   * Which parameters the optimiser updates after a step, in the order of their indices. Others it
   * leaves as they are, with all that it remembers of them.
   */
  default List<ParameterRange> optimised(StepControls controls) {
    return List.of(ParameterRange.first(parameters().length));
  }

  /**
   * Updates what the network trains by a rule of its own. Called once a step, when {@link
   * #exchange()} has the averages over all workers, and before the optimiser.
   */
  default void decide(StepControls controls) {}

  /** Where each weight lies in {@link #parameters()}; thresholds or the like follow behind. */
  ParameterLayout layout();

  /** Loops side by side in the threads that compute a step, between two steps. */
  Slices slices();

  /**
   * Indicators d5, d50, d100 of each searchable layer in the last step; none if all is fixed. Where
   * operations are mixed these are probabilities: of a 5x5 kernel if the layer is kept, that it is
   * kept, and of expansion ratio 6 if it is kept.
   */
  double[][] indicators();

  /**
   * Arguments of the indicators in the last step, in the same order: norm minus threshold, or the
   * logarithm of the odds, from -20 to 20, where indicators are probabilities. The farther from 0,
   * the clearer the decision. That of d50 counts only where a layer can be skipped.
   */
  double[][] arguments();

  /** What besides the parameters goes from one step to the next; live, may be empty. */
  float[] carried();

  @Override
  void close();
}
