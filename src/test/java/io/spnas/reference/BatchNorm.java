package io.spnas.reference;

/**
 * Batch normalisation per channel, over N, H and W:
 *
 * <pre>
 *   normalised = (x - mean) / sqrt(biased variance + epsilon)
 *   y          = gamma * normalised + beta
 * </pre>
 */
public final class BatchNorm {
  private final double epsilon;
  private Tensor4 normalised;
  private double[] gamma;
  private Statistics statistics;

  /** Adds epsilon to variances. */
  public BatchNorm(double epsilon) {
    this.epsilon = epsilon;
  }

  /**
   * A batch's statistics per channel.
   *
   * @param mean mean over N, H and W
   * @param variance biased variance: divided by the count; what normalises
   * @param unbiasedVariance divided by the count less one; 0 for a single value
   */
  public record Statistics(double[] mean, double[] variance, double[] unbiasedVariance) {}

  /**
   * What {@link #backward} finds.
   *
   * @param input gradient of the input, in its shape
   * @param gamma gradient of the scales, one per channel
   * @param beta gradient of the shifts, one per channel
   */
  public record Gradients(Tensor4 input, double[] gamma, double[] beta) {}

  /** Normalises with the batch's own statistics; keeps what {@link #backward} needs. */
  public Tensor4 forward(Tensor4 x, double[] scale, double[] shift) {
    gamma = scale;
    statistics = statistics(x);
    normalised = normalise(x, statistics.mean, statistics.variance);
    return affine(normalised, scale, shift);
  }

  /** Normalises with given statistics, as a network in evaluation does. */
  public Tensor4 evaluate(
      Tensor4 x, double[] scale, double[] shift, double[] mean, double[] variance) {
    return affine(normalise(x, mean, variance), scale, shift);
  }

  /** The statistics of the last {@link #forward}. */
  public Statistics statistics() {
    return statistics;
  }

  /**
   * The gradients at the last {@link #forward}, from the output's gradient dy. The input's is
   *
   * <pre>gamma / sqrt(variance + epsilon) * (dy - mean(dy) - normalised * mean(dy * normalised))
   * </pre>
   */
  public Gradients backward(Tensor4 outputGradient) {
    double[] gammaGradient = new double[outputGradient.c()];
    double[] betaGradient = new double[outputGradient.c()];
    forEach(
        outputGradient,
        (i, channel) -> {
          gammaGradient[channel] += outputGradient.data()[i] * normalised.data()[i];
          betaGradient[channel] += outputGradient.data()[i];
        });
    double count = count(outputGradient);
    Tensor4 inputGradient = Tensor4.zerosLike(outputGradient);
    forEach(
        outputGradient,
        (i, channel) ->
            inputGradient.data()[i] =
                gamma[channel]
                    / Math.sqrt(statistics.variance[channel] + epsilon)
                    * (outputGradient.data()[i]
                        - betaGradient[channel] / count
                        - normalised.data()[i] * gammaGradient[channel] / count));
    return new Gradients(inputGradient, gammaGradient, betaGradient);
  }

  private static Statistics statistics(Tensor4 x) {
    double count = count(x);
    double[] mean = new double[x.c()];
    forEach(x, (i, channel) -> mean[channel] += x.data()[i] / count);
    double[] squares = new double[x.c()];
    forEach(x, (i, channel) -> squares[channel] += Math.pow(x.data()[i] - mean[channel], 2));
    double[] variance = new double[x.c()];
    double[] unbiased = new double[x.c()];
    for (int channel = 0; channel < x.c(); channel++) {
      variance[channel] = squares[channel] / count;
      unbiased[channel] = squares[channel] / Math.max(1, count - 1);
    }
    return new Statistics(mean, variance, unbiased);
  }

  private Tensor4 normalise(Tensor4 x, double[] mean, double[] variance) {
    Tensor4 result = Tensor4.zerosLike(x);
    forEach(
        x,
        (i, channel) ->
            result.data()[i] =
                (x.data()[i] - mean[channel]) / Math.sqrt(variance[channel] + epsilon));
    return result;
  }

  private static Tensor4 affine(Tensor4 x, double[] scale, double[] shift) {
    Tensor4 result = Tensor4.zerosLike(x);
    forEach(x, (i, channel) -> result.data()[i] = scale[channel] * x.data()[i] + shift[channel]);
    return result;
  }

  private static double count(Tensor4 x) {
    return (double) x.n() * x.h() * x.w();
  }

  private interface Value {
    void visit(int index, int channel);
  }

  private static void forEach(Tensor4 x, Value value) {
    for (int image = 0; image < x.n(); image++) {
      for (int channel = 0; channel < x.c(); channel++) {
        for (int y = 0; y < x.h(); y++) {
          for (int column = 0; column < x.w(); column++) {
            value.visit(x.index(image, channel, y, column), channel);
          }
        }
      }
    }
  }
}
