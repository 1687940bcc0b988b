package io.spnas.spark;

import io.spnas.space.Architecture;

/**
 * What a search found.
 *
 * @param architecture the network
 * @param runtimeMilliseconds its runtime as the table predicts it, ms
 * @param crossEntropy cross-entropy of the last record, natural logarithm
 */
public record SearchOutcome(
    Architecture architecture, double runtimeMilliseconds, double crossEntropy) {}
