package io.spnas.train;

import java.util.Optional;

/**
 * What is told of a logged step. Losses, top-1 and times are means over the steps since the record
 * before; the rest is the step's own.
 *
 * @param step number of steps done
 * @param epoch epochs done, with their fraction
 * @param crossEntropy natural logarithm, label smoothing's floor included
 * @param runtimeMilliseconds R in ms; NaN where nothing is searched
 * @param objective what the search makes small; NaN where that is R alone, or nothing is searched
 * @param runtimeLoss lambda * 1000 * ln(R), of the objective where there is another; NaN where
 *     nothing is searched
 * @param weightDecayLoss weight decay's term
 * @param lambda weight of the runtime term
 * @param learningRate learning rate
 * @param top1 share of training images classified right, 0 to 1
 * @param imagesPerSecond over all workers
 * @param stepMilliseconds whole step
 * @param computeMilliseconds forward, loss, backward
 * @param syncMilliseconds all-reduce, waiting for slower workers included
 * @param inputMilliseconds waiting for the batch
 * @param indicators d5, d50, d100 of each searchable layer, or their probabilities; none where
 *     nothing is searched
 * @param arguments what these were decided from, norm minus threshold or log odds, in the same
 *     order
 * @param validation what an evaluation after the step gave
 */
public record StepRecord(
    long step,
    double epoch,
    double crossEntropy,
    double runtimeMilliseconds,
    double objective,
    double runtimeLoss,
    double weightDecayLoss,
    double lambda,
    double learningRate,
    double top1,
    double imagesPerSecond,
    double stepMilliseconds,
    double computeMilliseconds,
    double syncMilliseconds,
    double inputMilliseconds,
    double[][] indicators,
    double[][] arguments,
    Optional<Validation.Result> validation) {

  /** Whether the step belongs to a search: only there decisions are open. */
  public boolean isOfSearch() {
    return indicators.length > 0;
  }
}
