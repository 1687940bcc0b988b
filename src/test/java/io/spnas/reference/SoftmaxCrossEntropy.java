package io.spnas.reference;

import java.util.Arrays;

/**
 * Cross-entropy, in nats, of softmax(logits) against smoothed labels, mean over the batch.
 *
 * <pre>
 *   target = (1 - s) * onehot(label) + s / classes
 *   loss   = -1/N * sum over images and classes of target * ln softmax(logits)
 * </pre>
 */
public final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /**
   * The loss of a batch.
   *
   * @param loss mean over the batch, in nats
   * @param gradient gradient of the logits [N, classes, 1, 1]
   */
  public record Loss(double loss, Tensor4 gradient) {}

  /**
   * The loss and its gradient.
   *
   * @param logits [N, classes, 1, 1]
   * @param labels the right class of each image, from 0
   * @param smoothing s, 0 to below 1
   */
  public static Loss of(Tensor4 logits, int[] labels, double smoothing) {
    int batch = logits.n();
    int classes = logits.c();
    double loss = 0;
    Tensor4 gradient = Tensor4.zerosLike(logits);
    for (int image = 0; image < batch; image++) {
      double[] row = Arrays.copyOfRange(logits.data(), image * classes, (image + 1) * classes);
      double largest = Arrays.stream(row).max().getAsDouble();
      double logSum = largest + Math.log(Arrays.stream(row).map(z -> Math.exp(z - largest)).sum());
      for (int k = 0; k < classes; k++) {
        double target = (k == labels[image] ? 1 - smoothing : 0) + smoothing / classes;
        loss -= target * (row[k] - logSum) / batch;
        gradient.data()[image * classes + k] = (Math.exp(row[k] - logSum) - target) / batch;
      }
    }
    return new Loss(loss, gradient);
  }
}
