package io.spnas.nas;

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

  /**
   * @param gradients number of weights and thresholds
   * @param statistics number of batch-norm statistics
   */
  Exchange(int gradients, int statistics) {
    this.values = new float[gradients + statistics + LOSS_SUMS + STOP];
    this.gradients = gradients;
    this.statistics = statistics;
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
    for (int i = 0; i < gradients + statistics; i++) {
      values[i] *= share;
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
