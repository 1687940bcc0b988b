package io.spnas.nas;

import io.spnas.latency.RuntimeModel;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.List;

/**
 * Leads a search to a target T of R: lambda is found by feedback ({@link LatencyMultiplier}). After
 * the warm-up there are three phases:
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
  /** Share of the steps after the warm-up that is settled. */
  private static final double SETTLED = 0.1;

  private final long first;
  private final long end;
  private final LatencyMultiplier multiplier;
  private final Settlement settlement;

  /** What the multiplier remembers, then the settlement. */
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
    this.first = warmupSteps;
    this.end = steps;
    List<Layer> layers = space.searchable();
    int remembered = LatencyMultiplier.REMEMBERED;
    this.carried = new float[remembered + Settlement.remembered(layers.size())];
    this.multiplier = new LatencyMultiplier(milliseconds, warmupSteps, steps, carried);
    this.settlement = new Settlement(model, milliseconds, layers, flips, carried, remembered);
  }

  @Override
  public double lambda(StepControls controls, double milliseconds, double[][] indicators) {
    if (controls.warmup() || isSettled(controls.step())) {
      return 0;
    }
    settlement.watch(indicators, controls.step() - first);
    return multiplier.advance(controls.step(), milliseconds);
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
