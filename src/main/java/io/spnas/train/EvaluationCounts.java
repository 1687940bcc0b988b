package io.spnas.train;

/**
 * What an evaluation counts: sums, so that those of several workers add up to those of all images.
 *
 * @param images images seen
 * @param top1 of these, images whose true class has the largest logit
 * @param top5 of these, images whose true class is among the five largest logits
 * @param loss sum of the images' cross-entropies with their labels as they are, without smoothing;
 *     natural logarithm
 */
public record EvaluationCounts(long images, long top1, long top5, double loss) {
  /** Of no image. */
  public static final EvaluationCounts NONE = new EvaluationCounts(0, 0, 0, 0);

  /**
   * Counts a batch. Of equal logits the lower class comes first. A logit that is not a number comes
   * before the true class's, and makes the loss not a number either.
   *
   * @param logits [N, classes], or more rows, which are not looked at
   * @param classes number of classes
   * @param labels true classes, [N]
   */
  public static EvaluationCounts of(float[] logits, int classes, int[] labels) {
    long top1 = 0;
    long top5 = 0;
    double loss = 0;
    for (int n = 0; n < labels.length; n++) {
      int row = n * classes;
      int rank = rank(logits, row, classes, labels[n]);
      top1 += rank < 1 ? 1 : 0;
      top5 += rank < 5 ? 1 : 0;
      loss += crossEntropy(logits, row, classes, labels[n]);
    }
    return new EvaluationCounts(labels.length, top1, top5, loss);
  }

  /** How many classes come before the true one. */
  private static int rank(float[] logits, int row, int classes, int label) {
    float own = logits[row + label];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      boolean behind = c <= label ? logits[row + c] < own : logits[row + c] <= own;
      before += behind || c == label ? 0 : 1;
    }
    return before;
  }

  private static double crossEntropy(float[] logits, int row, int classes, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[row + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits[row + c] - largest);
    }
    return largest + Math.log(sum) - logits[row + label];
  }

  /** These and others, which are of other images. */
  public EvaluationCounts plus(EvaluationCounts other) {
    return new EvaluationCounts(
        images + other.images, top1 + other.top1, top5 + other.top5, loss + other.loss);
  }

  /** Share of the images that are right at once, 0 to 1; NaN of no image. */
  public double top1Share() {
    return (double) top1 / images;
  }

  /** Share of the images that are right within five guesses, 0 to 1; NaN of no image. */
  public double top5Share() {
    return (double) top5 / images;
  }

  /** Mean cross-entropy of an image; NaN of no image. */
  public double meanLoss() {
    return loss / images;
  }
}
