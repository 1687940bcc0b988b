package io.spnas.spark.compare;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Nearest;
import io.spnas.nas.Strategies;
import io.spnas.space.NamedNetworks;
import java.util.List;
import java.util.stream.Stream;

/** What can be compared: search strategies, by name or class, and published networks. */
public final class Methods {
  private Methods() {}

  /** All names, strategies first. */
  public static List<String> names() {
    return Stream.concat(Strategies.names().stream(), NamedNetworks.names().stream()).toList();
  }

  /**
   * Refuses what is no method. Whether there is a class of a name is not looked up.
   *
   * @throws InvalidInputException if it is neither a name nor like that of a class
   */
  static void requireKnown(String method) {
    if (!names().contains(method) && method.indexOf('.') < 0) {
      throw new InvalidInputException(
          "Unknown method %s, did you mean %s? Expected strategies (%s, or a class) and networks"
              + " (%s)",
          method,
          Nearest.to(method, names()),
          String.join(", ", Strategies.names()),
          String.join(", ", NamedNetworks.names()));
    }
  }

  /** Whether a method searches for its network; else it is a published one. */
  static boolean isSearch(String method) {
    return !NamedNetworks.names().contains(method);
  }
}
