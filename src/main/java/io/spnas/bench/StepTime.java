package io.spnas.bench;

/**
 * Where a step's time went, in ms.
 *
 * @param forward forward pass, the choice of the effective kernels included
 * @param loss loss and its gradient
 * @param backward backward pass, down to weights and thresholds
 * @param update optimiser's update of weights and thresholds; 0 where there is none
 */
public record StepTime(double forward, double loss, double backward, double update) {
  /** The whole step. */
  public double total() {
    return forward + loss + backward + update;
  }
}
