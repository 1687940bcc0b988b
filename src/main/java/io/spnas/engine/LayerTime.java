package io.spnas.engine;

/**
 * Time of one layer in a step. Batch norm and activation count to the layer that reads them
 * forward, and to the one that wrote them backward.
 *
 * @param name name of the layer, such as {@code block3.depthwise}
 * @param forward the forward pass
 * @param backward the backward pass
 */
public record LayerTime(String name, LayerPass forward, LayerPass backward) {
  /** Both passes. */
  public LayerPass both() {
    return forward.plus(backward);
  }
}
