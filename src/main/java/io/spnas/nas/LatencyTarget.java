package io.spnas.nas;

/**
 * Finds lambda during the search, so that R ends at a target T: lambda is the Lagrange multiplier
 * of the constraint ln R = ln T, raised while the network is too slow and lowered while it is too
 * fast (Luo et al. 2021, arXiv 2110.15027, do so with R / T - 1).
 *
 * <p>R is not asked to be T at once. After the warm-up the asked-for ln R falls evenly from where
 * the warm-up left it to ln T, over the first {@value #DESCENT} of the steps that are left, and
 * stays there. On the way down lambda is then as large as it takes to lose the least valuable
 * operations, one after the other; a lambda that falls on the whole network at once would take away
 * the dear ones first, whatever they are worth. Below the asked-for R lambda may be negative: what
 * is missing is bought back.
 */
final class LatencyTarget implements RuntimeWeight {
  /** Share of the steps after the warm-up in which R is led to the target. */
  static final double DESCENT = 0.6;

  /** Lambda for each unit of ln R above what is asked for. */
  private static final double PROPORTIONAL = 0.05;

  /** Steps in which an error that stays adds as much to lambda as it did at once. */
  private static final double INTEGRAL_STEPS = 50;

  private static final double MOST = 0.05;

  private static final int INTEGRAL = 0;
  private static final int START = 1;

  private final double target;
  private final long first;
  private final long steps;

  /** Sum of the errors, as part of lambda; ln R at the first step after the warm-up. */
  private final float[] carried = new float[2];

  /**
   * @param milliseconds T in ms
   * @param warmupSteps steps of the warm-up
   * @param steps steps in all
   */
  LatencyTarget(double milliseconds, long warmupSteps, long steps) {
    this.target = Math.log(milliseconds);
    this.first = warmupSteps;
    this.steps = steps;
  }

  @Override
  public double lambda(StepControls controls, double milliseconds) {
    if (controls.warmup()) {
      return 0;
    }
    double found = Math.log(milliseconds);
    if (controls.step() == first) {
      carried[START] = (float) found;
    }
    double error = found - asked(controls.step());
    carried[INTEGRAL] = (float) bounded(carried[INTEGRAL] + PROPORTIONAL / INTEGRAL_STEPS * error);
    return bounded(PROPORTIONAL * error + carried[INTEGRAL]);
  }

  /** Logarithm of the R that a step is to have. */
  private double asked(long step) {
    double descended = Math.min(1, (step - first) / (DESCENT * (steps - first)));
    return carried[START] + descended * (target - carried[START]);
  }

  private static double bounded(double lambda) {
    return Math.max(-MOST, Math.min(MOST, lambda));
  }

  @Override
  public float[] carried() {
    return carried;
  }
}
