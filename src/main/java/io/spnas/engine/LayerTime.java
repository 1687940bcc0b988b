package io.spnas.engine;

/**
 * Time of one layer in a step. Batch norm and activation count to the layer that reads them
 * forward, and to the one that wrote them backward.
 *
 * @param name name of the layer, such as {@code block3.depthwise}
 * @param forward ms of the forward pass
 * @param backward ms of the backward pass
 * @param operations multiplications and additions of the convolution's forward pass; the backward
 *     pass has twice as many
 */
public record LayerTime(String name, double forward, double backward, double operations) {}
