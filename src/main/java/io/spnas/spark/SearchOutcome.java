package io.spnas.spark;

import io.spnas.latency.ObjectiveTables;
import io.spnas.space.Architecture;

/**
 * What a search found.
 *
 * @param architecture the network
 * @param tables tables of what the search made small
 * @param runtimeMilliseconds its runtime as the table predicts it, ms
 * @param crossEntropy cross-entropy of the last record, natural logarithm; NaN if nothing was
 *     trained
 */
public record SearchOutcome(
    Architecture architecture,
    ObjectiveTables tables,
    double runtimeMilliseconds,
    double crossEntropy) {}
