package io.spnas.reference;

/** A decision's forward pass; backwards, both have the sigmoid's derivative. */
public enum ReferenceIndicator {
  /** 1[x >= 0]: the method's own, its gradient a straight-through estimate. */
  STEP {
    @Override
    double of(double x) {
      return x >= 0 ? 1 : 0;
    }
  },
  /** sigmoid(x): makes the loss smooth, and its gradient exact. */
  SIGMOID {
    @Override
    double of(double x) {
      return sigmoid(x);
    }
  };

  /** The decision. */
  abstract double of(double x);

  /** The derivative that the backward pass uses: s(x) * (1 - s(x)). */
  double derivative(double x) {
    return sigmoid(x) * sigmoid(-x);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
