package io.spnas.reference;

import io.spnas.space.NetworkShape;

/**
 * An activation that clamps to an interval. Its derivative is 1 strictly within, 0 elsewhere.
 *
 * @param lower smallest output
 * @param upper largest output
 */
public record Activation(double lower, double upper) {
  /** Passes everything on. */
  public static final Activation NONE =
      new Activation(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The activation that a network's shape names. */
  public static Activation of(NetworkShape.Activation activation) {
    return switch (activation) {
      case RELU -> new Activation(0, Double.POSITIVE_INFINITY);
      case RELU6 -> new Activation(0, 6);
    };
  }

  /** The clamped values. */
  public Tensor4 forward(Tensor4 x) {
    Tensor4 y = Tensor4.zerosLike(x);
    for (int i = 0; i < x.data().length; i++) {
      y.data()[i] = Math.min(Math.max(x.data()[i], lower), upper);
    }
    return y;
  }

  /**
   * Distance of the closest value to where the derivative jumps. Values just there don't count:
   * they come from channels that are switched off, and every implementation sees them alike.
   */
  public double kinkDistance(Tensor4 x) {
    double closest = Double.POSITIVE_INFINITY;
    for (double value : x.data()) {
      double distance = Math.min(Math.abs(value - lower), Math.abs(value - upper));
      closest = distance > 0 ? Math.min(closest, distance) : closest;
    }
    return closest;
  }

  /** The gradient of the input x, from the output's gradient. */
  public Tensor4 backward(Tensor4 x, Tensor4 outputGradient) {
    Tensor4 inputGradient = Tensor4.zerosLike(x);
    for (int i = 0; i < x.data().length; i++) {
      boolean within = x.data()[i] > lower && x.data()[i] < upper;
      inputGradient.data()[i] = within ? outputGradient.data()[i] : 0;
    }
    return inputGradient;
  }
}
