package io.spnas.nas;

/** Weight lambda of the runtime term, step by step: the same on all workers, which all know R. */
public interface RuntimeWeight {
  /** The schedule's lambda. */
  RuntimeWeight SCHEDULED =
      new RuntimeWeight() {
        @Override
        public double lambda(StepControls controls, double milliseconds) {
          return controls.lambda();
        }

        @Override
        public float[] carried() {
          return new float[0];
        }
      };

  /**
   * A lambda that leads R to a target by the end of a search.
   *
   * @param milliseconds the target in ms
   * @param warmupSteps steps of the warm-up, in which lambda is 0
   * @param steps steps in all
   */
  static RuntimeWeight towards(double milliseconds, long warmupSteps, long steps) {
    return new LatencyTarget(milliseconds, warmupSteps, steps);
  }

  /**
   * Lambda of a step. Called once a step.
   *
   * @param controls the step
   * @param milliseconds R of the step in ms
   */
  double lambda(StepControls controls, double milliseconds);

  /** What it remembers from step to step; live, and part of a checkpoint. */
  float[] carried();
}
