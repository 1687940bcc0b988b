package io.spnas.nas;

import io.spnas.latency.RuntimeModel;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.List;

/**
 * Leads a search to a target T of R: lambda is the Lagrange multiplier of the constraint ln R = ln
 * T, found by feedback (LightNAS, Luo et al. 2022, arXiv 2208.14446, ascends the gradient of such a
 * multiplier during its search). After the warm-up there are three phases:
 *
 * <ol>
 *   <li>Descent. The asked-for ln R falls evenly from where the warm-up left it to ln T, and lambda
 *       is as large as that takes. It is short: weights learn most once the network is as small as
 *       it will be (docs/latency-target.md).
 *   <li>Hold. R is kept about T, while many decisions lie at their thresholds and change from step
 *       to step. A lambda below 0 buys back what is missing.
 *   <li>Settled. Decisions are final, those that kept changing chosen so that R is closest to T
 *       ({@link Settlement}), and the weights learn to go with them.
 * </ol>
 */
public final class LatencyTarget implements Steering {
  /** Share of the steps after the warm-up that is descent. */
  private static final double DESCENT = 0.1;

  /** Share of the steps after the warm-up that is settled. */
  private static final double SETTLED = 0.1;

  /** Lambda for each unit of ln R above what is asked for, at the least. */
  private static final double PROPORTIONAL = 0.05;

  /** Steps in which an error that stays adds to lambda as much again. */
  private static final double INTEGRAL_STEPS = 50;

  /** Largest lambda, either way. */
  private static final double MOST = 10;

  private static final int INTEGRAL = 0;
  private static final int START = 1;
  private static final int SETTLEMENT = 2;

  private final double target;
  private final long first;
  private final long end;
  private final Settlement settlement;

  /** Sum of the errors, as part of lambda; ln R at the first step after the warm-up; see there. */
  private final float[] carried;

  /**
   * @param milliseconds T in ms
   * @param model predicts R
   * @param space the search space
   * @param warmupSteps steps of the warm-up
   * @param steps steps in all
   * @param flips whether decisions that keep changing are chosen for R to be closest to T
   */
  public LatencyTarget(
      double milliseconds,
      RuntimeModel model,
      SearchSpace space,
      long warmupSteps,
      long steps,
      boolean flips) {
    this.target = Math.log(milliseconds);
    this.first = warmupSteps;
    this.end = steps;
    List<Layer> layers = space.searchable();
    this.carried = new float[SETTLEMENT + Settlement.remembered(layers.size())];
    this.settlement = new Settlement(model, milliseconds, layers, flips, carried, SETTLEMENT);
  }

  @Override
  public double lambda(StepControls controls, double milliseconds, double[][] indicators) {
    if (controls.warmup() || isSettled(controls.step())) {
      return 0;
    }
    double found = Math.log(milliseconds);
    if (controls.step() == first) {
      carried[START] = (float) found;
    }
    settlement.watch(indicators, controls.step() - first);
    double error = found - asked(controls.step());
    // Grows with lambda: how large that has to be depends on the data, the norm and the target.
    double gain = PROPORTIONAL + Math.abs(carried[INTEGRAL]);
    carried[INTEGRAL] = (float) bounded(carried[INTEGRAL] + gain / INTEGRAL_STEPS * error);
    return bounded(gain * error + carried[INTEGRAL]);
  }

  /** Logarithm of the R that a step is to have. */
  private double asked(long step) {
    double descended = Math.min(1, (step - first) / (DESCENT * (end - first)));
    return carried[START] + descended * (target - carried[START]);
  }

  private static double bounded(double lambda) {
    return Math.max(-MOST, Math.min(MOST, lambda));
  }

  /** First settled step. */
  private long settling() {
    return end - (long) Math.ceil(SETTLED * (end - first));
  }

  @Override
  public boolean isSettled(long step) {
    return step >= settling();
  }

  @Override
  public double[][] settle(long step, double[][] decided) {
    // Later steps find in the thresholds what the first one has settled.
    return step == settling() ? settlement.choose(decided) : decided;
  }

  @Override
  public float[] carried() {
    return carried;
  }
}
