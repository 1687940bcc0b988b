package io.spnas.engine;

import java.util.List;

/**
 * The layers of a block that follow each other.
 *
 * @param layers expansion, depthwise convolution and projection
 * @param weights theirs
 * @param output what the projection computes
 */
record Branch(List<NetworkLayer> layers, List<LayerWeights> weights, Activation output) {}
