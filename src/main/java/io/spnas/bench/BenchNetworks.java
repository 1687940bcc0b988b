package io.spnas.bench;

import io.spnas.space.NamedNetworks;
import io.spnas.space.NetworkShape;

/** The networks that benchmarks compute, by name. */
public final class BenchNetworks {
  /** Name of the paper's supernet. */
  public static final String SUPERNET = "supernet";

  private BenchNetworks() {}

  /**
   * A network for images of a size.
   *
   * @param name {@link #SUPERNET}, or one of {@link NamedNetworks}
   * @param size height and width of the images
   * @throws io.spnas.config.InvalidInputException if there is no such network, or none for that
   *     size
   */
  public static NetworkShape of(String name, int size) {
    NetworkShape supernet = SupernetStep.network(size);
    if (name.equals(SUPERNET)) {
      return supernet;
    }
    NetworkShape named = NamedNetworks.named(name);
    return new NetworkShape(
        size,
        named.stemChannels(),
        named.stemStride(),
        named.blocks(),
        named.headChannels(),
        named.classes(),
        named.activation());
  }
}
