package io.spnas.nas;

/**
 * What a step tells of itself besides the {@link Exchange}.
 *
 * @param runtimeMilliseconds R in ms, scaled by decision dropout during warm-up; NaN where no
 *     runtime is predicted
 * @param objective what the search makes small; NaN where that is R alone, or nothing is searched
 * @param runtimeLoss lambda * 1000 * ln(R), of the objective where there is another
 * @param lambda weight of the runtime term; NaN where there is no R
 * @param forwardNanos time of the forward pass and the choice of the effective kernels
 * @param lossNanos time of the loss and its gradient
 * @param backwardNanos time of the backward pass, down to weights and thresholds
 */
public record StepOutcome(
    double runtimeMilliseconds,
    double objective,
    double runtimeLoss,
    double lambda,
    long forwardNanos,
    long lossNanos,
    long backwardNanos) {}
