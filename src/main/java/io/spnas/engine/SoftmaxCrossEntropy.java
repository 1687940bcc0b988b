package io.spnas.engine;

/**
 * Cross-entropy of a softmax with smoothed labels: the target is (1 - s) on the true class plus s /
 * classes on every class.
 */
public final class SoftmaxCrossEntropy {
  private final int classes;
  private final double smoothing;

  /**
   * Sums over a batch.
   *
   * @param loss sum of the images' cross-entropies, natural logarithm
   * @param correct images whose largest logit is the true class (top-1)
   */
  public record Sums(double loss, int correct) {}

  /**
   * @param classes number of classes
   * @param smoothing s, 0 to below 1
   */
  public SoftmaxCrossEntropy(int classes, double smoothing) {
    this.classes = classes;
    this.smoothing = smoothing;
  }

  /**
   * Evaluates a batch.
   *
   * @param logits [N, classes]
   * @param labels true classes, [N]
   * @param gradient gets the gradient of the batch's mean, [N, classes]
   */
  public Sums evaluate(float[] logits, int[] labels, float[] gradient) {
    double loss = 0;
    int correct = 0;
    double[] exponentials = new double[classes];
    for (int n = 0; n < labels.length; n++) {
      int row = n * classes;
      int best = 0;
      double logitSum = 0;
      for (int c = 0; c < classes; c++) {
        logitSum += logits[row + c];
        if (logits[row + c] > logits[row + best]) {
          best = c;
        }
      }
      double max = logits[row + best];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        exponentials[c] = Math.exp(logits[row + c] - max);
        sum += exponentials[c];
      }
      double logSum = max + Math.log(sum);
      double share = smoothing / classes;
      loss += logSum - (1 - smoothing) * logits[row + labels[n]] - share * logitSum;
      correct += best == labels[n] ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        double target = share + (c == labels[n] ? 1 - smoothing : 0);
        gradient[row + c] = (float) ((exponentials[c] / sum - target) / labels.length);
      }
    }
    return new Sums(loss, correct);
  }
}
