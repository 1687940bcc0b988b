package io.spnas.bench;

/**
 * A step as {@link ScaleModel} predicts it, in ms.
 *
 * @param workers W
 * @param compute forward, loss, backward
 * @param waiting for the slowest worker
 * @param allReduce ring all-reduce
 * @param other update of the weights, and all else
 * @param imagesPerSecond of all workers together
 * @param efficiency images/s as a share of W times those of one worker
 */
public record ScalePrediction(
    int workers,
    double compute,
    double waiting,
    double allReduce,
    double other,
    double imagesPerSecond,
    double efficiency) {
  /** The whole step. */
  public double total() {
    return compute + waiting + allReduce + other;
  }
}
