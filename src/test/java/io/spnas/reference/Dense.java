package io.spnas.reference;

/** The linear classifier: [N, features, 1, 1] to [N, classes, 1, 1]. */
public final class Dense {
  private final int features;
  private final int classes;
  private Tensor4 input;
  private double[] weight;

  /** A classifier of that many features into that many classes. */
  public Dense(int features, int classes) {
    this.features = features;
    this.classes = classes;
  }

  /**
   * What {@link #backward} finds.
   *
   * @param input gradient of the features
   * @param weight gradient of the weights [classes, features]
   * @param bias gradient of the biases, one per class
   */
  public record Gradients(Tensor4 input, double[] weight, double[] bias) {}

  /** The logits, with weights [classes, features]; keeps what {@link #backward} needs. */
  public Tensor4 forward(Tensor4 x, double[] weights, double[] bias) {
    input = x;
    weight = weights;
    Tensor4 y = Tensor4.zeros(x.n(), classes, 1, 1);
    for (int image = 0; image < x.n(); image++) {
      for (int out = 0; out < classes; out++) {
        double sum = bias[out];
        for (int in = 0; in < features; in++) {
          sum += weights[out * features + in] * x.data()[image * features + in];
        }
        y.data()[image * classes + out] = sum;
      }
    }
    return y;
  }

  /** The gradients at the last {@link #forward}, from the gradient of the logits. */
  public Gradients backward(Tensor4 outputGradient) {
    Tensor4 inputGradient = Tensor4.zerosLike(input);
    double[] weightGradient = new double[classes * features];
    double[] biasGradient = new double[classes];
    for (int image = 0; image < input.n(); image++) {
      for (int out = 0; out < classes; out++) {
        double gradient = outputGradient.data()[image * classes + out];
        biasGradient[out] += gradient;
        for (int in = 0; in < features; in++) {
          inputGradient.data()[image * features + in] += gradient * weight[out * features + in];
          weightGradient[out * features + in] += gradient * input.data()[image * features + in];
        }
      }
    }
    return new Gradients(inputGradient, weightGradient, biasGradient);
  }
}
