package io.spnas.nas;

import io.spnas.config.Norm;
import io.spnas.engine.ParameterLayout;
import io.spnas.engine.Slices;
import io.spnas.space.SearchSpace;

/**
 * The flat array that workers sum before each update: [weight gradients | threshold gradients |
 * batch statistics | loss sums | stop]. Batch statistics and gradients are means over a worker's
 * images, so that {@link #average} makes them means over all.
 */
public final class Exchange {
  private static final int LOSS_SUMS = 3;
  private static final int STOP = 1;

  private final float[] values;
  private final int gradients;
  private final int statistics;
  private final Slices slices;

  /**
   * @param gradients number of weights and thresholds
   * @param statistics number of batch-norm statistics
   * @param slices threads that average
   */
  Exchange(int gradients, int statistics, Slices slices) {
    this.values = new float[length(gradients, statistics)];
    this.gradients = gradients;
    this.statistics = statistics;
    this.slices = slices;
  }

  /**
   * Length of the array of a network.
   *
   * @param gradients number of weights and of what else is trained
   * @param statistics number of batch-norm statistics
   */
  public static int length(int gradients, int statistics) {
    return gradients + statistics + LOSS_SUMS + STOP;
  }

  /**
   * Length of the array of a search space, in floats.
   *
   * @param space the search space
   * @param norm norm of the decisions
   */
  public static int length(SearchSpace space, Norm norm) {
    return length(
        new Decisions(space, norm).parameters(),
        ParameterLayout.of(space.supernet()).statisticValues());
  }

  /** The array itself, to be summed over the workers in place. */
  public float[] values() {
    return values;
  }

  /** Where the batch statistics begin. */
  public int statisticsOffset() {
    return gradients;
  }

  /** Number of batch statistics. */
  public int statistics() {
    return statistics;
  }

  /** Puts a worker's own loss sums in. */
  void lossSums(double crossEntropy, int correct, int images) {
    values[gradients + statistics] = (float) crossEntropy;
    values[gradients + statistics + 1] = correct;
    values[gradients + statistics + 2] = images;
  }

  /** Says whether this worker wants all workers to stop after this step. */
  public void stop(boolean wanted) {
    values[values.length - 1] = wanted ? 1 : 0;
  }

  /** Whether a worker wants all to stop after this step: after the sum the same on all workers. */
  public boolean isStopWanted() {
    return values[values.length - 1] > 0;
  }

  /** Divides what are sums of means over {@code workers} workers; loss sums stay sums. */
  public void average(int workers) {
    if (workers == 1) {
      return;
    }
    float share = 1f / workers;
    slices.run(gradients + statistics, (from, to) -> multiply(values, share, from, to));
  }

  private static void multiply(float[] values, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] *= factor;
    }
  }

  /** Cross-entropy, mean over all images, natural logarithm. */
  public double crossEntropy() {
    return (double) values[gradients + statistics] / images();
  }

  /** Share of the images whose largest logit is the true class, 0 to 1. */
  public double top1() {
    return (double) values[gradients + statistics + 1] / images();
  }

  /** Images in the sums. */
  public int images() {
    return Math.round(values[gradients + statistics + 2]);
  }
}
