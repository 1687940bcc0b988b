package io.spnas.nas;

/**
 * Where a search is led to: the weight lambda of the runtime term, step by step, and when decisions
 * are final. Follows from what all workers know, and so is the same on all of them.
 */
public interface Steering {
  /** Leads nowhere in particular: lambda is the schedule's, decisions stay open to the end. */
  Steering NONE =
      new Steering() {
        @Override
        public double lambda(StepControls controls, double milliseconds, double[][] indicators) {
          return controls.lambda();
        }

        @Override
        public boolean isSettled(long step) {
          return false;
        }

        @Override
        public double[][] settle(long step, double[][] decided) {
          return decided;
        }

        @Override
        public float[] carried() {
          return new float[0];
        }
      };

  /**
   * Lambda of a step. Called once a step.
   *
   * @param controls the step
   * @param milliseconds R of the step in ms
   * @param indicators d5, d50, d100 of each searchable layer in the step
   */
  double lambda(StepControls controls, double milliseconds, double[][] indicators);

  /** Whether decisions are final in a step, from 0; later steps are then settled too. */
  boolean isSettled(long step);

  /**
   * The final decisions.
   *
   * @param step a settled step, from 0
   * @param decided decisions that weights and thresholds make in it, d5, d50, d100 of each layer
   */
  double[][] settle(long step, double[][] decided);

  /** What it remembers from step to step; live, and part of a checkpoint. */
  float[] carried();
}
