package io.spnas.reference;

/** The mean over height and width: [N, C, H, W] to [N, C, 1, 1]. */
public final class GlobalAveragePool {
  private Tensor4 input;

  /** The means; keeps the input's shape. */
  public Tensor4 forward(Tensor4 x) {
    input = x;
    Tensor4 mean = Tensor4.zeros(x.n(), x.c(), 1, 1);
    for (int i = 0; i < x.data().length; i++) {
      mean.data()[i / (x.h() * x.w())] += x.data()[i] / (x.h() * x.w());
    }
    return mean;
  }

  /** The gradient of the input, from the gradient of the means. */
  public Tensor4 backward(Tensor4 outputGradient) {
    Tensor4 inputGradient = Tensor4.zerosLike(input);
    int area = input.h() * input.w();
    for (int i = 0; i < inputGradient.data().length; i++) {
      inputGradient.data()[i] = outputGradient.data()[i / area] / area;
    }
    return inputGradient;
  }
}
