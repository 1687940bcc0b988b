package io.spnas.nas;

/**
 * Lambda as the Lagrange multiplier of the constraint ln R = ln T, found by feedback (LightNAS, Luo
 * et al. 2022, arXiv 2208.14446, ascends the gradient of such a multiplier during its search). From
 * its first step on the asked-for ln R falls evenly from what it was there to ln T, and lambda is
 * as large as that takes; later R is kept about T. A lambda below 0 buys back what is missing.
 */
public final class LatencyMultiplier {
  /** Share of the steps in which the asked-for ln R falls. */
  private static final double DESCENT = 0.1;

  /** Lambda for each unit of ln R above what is asked for, at the least. */
  private static final double PROPORTIONAL = 0.05;

  /** Steps in which an error that stays adds to lambda as much again. */
  private static final double INTEGRAL_STEPS = 50;

  /** Largest lambda, either way. */
  private static final double MOST = 10;

  private static final int INTEGRAL = 0;
  private static final int START = 1;

  /** Number of values that it remembers. */
  public static final int REMEMBERED = 2;

  private final double target;
  private final long first;
  private final long end;
  private final float[] state;

  /**
   * @param milliseconds T in ms
   * @param first its first step
   * @param end the step after the last one
   * @param state its first {@link #REMEMBERED} values hold what is remembered: sum of the errors,
   *     as part of lambda; ln R at the first step
   */
  public LatencyMultiplier(double milliseconds, long first, long end, float[] state) {
    this.target = Math.log(milliseconds);
    this.first = first;
    this.end = end;
    this.state = state;
  }

  /**
   * Lambda of a step, and what later ones follow from it.
   *
   * @param step the step, not before the first one
   * @param milliseconds R of the step in ms
   */
  public double advance(long step, double milliseconds) {
    if (step == first) {
      state[START] = (float) Math.log(milliseconds);
    }
    double error = error(step, milliseconds);
    double gain = gain();
    state[INTEGRAL] = (float) bounded(state[INTEGRAL] + gain / INTEGRAL_STEPS * error);
    return bounded(gain * error + state[INTEGRAL]);
  }

  /** Lambda of a step that later ones don't follow from; 0 before the first one. */
  public double lambda(long step, double milliseconds) {
    return step < first ? 0 : bounded(gain() * error(step, milliseconds) + state[INTEGRAL]);
  }

  /** How far ln R is above what the step is to have. */
  private double error(long step, double milliseconds) {
    double descended = Math.min(1, (step - first) / (DESCENT * (end - first)));
    return Math.log(milliseconds) - (state[START] + descended * (target - state[START]));
  }

  /** Grows with lambda: how large that has to be depends on the data, the norm and the target. */
  private double gain() {
    return PROPORTIONAL + Math.abs(state[INTEGRAL]);
  }

  private static double bounded(double lambda) {
    return Math.max(-MOST, Math.min(MOST, lambda));
  }
}
