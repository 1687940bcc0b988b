package io.spnas.engine;

import com.intel.analytics.bigdl.mkl.MKL;

/**
 * The linear classifier: logits[n, c] = bias[c] + sum over f of features[n, f] * weight[c, f].
 * Dropout of its input lies in here, since only here the features are plain arrays.
 */
final class Classifier {
  private final int batch;
  private final int features;
  private final int classes;
  private final Buffers buffers;
  private final int weight;
  private final int bias;

  Classifier(int batch, ParameterLayout layout, Buffers buffers) {
    ParameterLayout.Slot slot = layout.slot("classifier.weight");
    this.batch = batch;
    this.classes = slot.shape().get(0);
    this.features = slot.shape().get(1);
    this.buffers = buffers;
    this.weight = slot.offset();
    this.bias = layout.slot("classifier.bias").offset();
  }

  /** Fills logits [N, classes] from features [N, F]. */
  void forward(float[] input, float[] logits) {
    for (int n = 0; n < batch; n++) {
      System.arraycopy(buffers.weights(), bias, logits, n * classes, classes);
    }
    // Column-major gemm on row-major arrays: logits^T += weight * features^T.
    MKL.vsgemm(
        't',
        'n',
        classes,
        batch,
        features,
        1f,
        buffers.weights(),
        weight,
        features,
        input,
        0,
        features,
        1f,
        logits,
        0,
        classes);
  }

  /**
   * From logits' gradient [N, classes] and the input [N, F] of the forward pass: the gradients of
   * weight and bias into the flat array, and the input's gradient [N, F].
   */
  void backward(float[] input, float[] logitGradient, float[] inputGradient) {
    float[] gradients = buffers.gradients();
    MKL.vsgemm(
        'n',
        't',
        features,
        classes,
        batch,
        1f,
        input,
        0,
        features,
        logitGradient,
        0,
        classes,
        0f,
        gradients,
        weight,
        features);
    for (int c = 0; c < classes; c++) {
      float sum = 0f;
      for (int n = 0; n < batch; n++) {
        sum += logitGradient[n * classes + c];
      }
      gradients[bias + c] = sum;
    }
    MKL.vsgemm(
        'n',
        'n',
        features,
        batch,
        classes,
        1f,
        buffers.weights(),
        weight,
        features,
        logitGradient,
        0,
        classes,
        0f,
        inputGradient,
        0,
        features);
  }
}
