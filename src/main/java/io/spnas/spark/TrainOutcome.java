package io.spnas.spark;

import io.spnas.space.NetworkShape;
import io.spnas.train.StepRecord;

/**
 * What a training came to.
 *
 * @param network the network
 * @param last record of the last step, with the last evaluation if there was any
 */
public record TrainOutcome(NetworkShape network, StepRecord last) {}
