package io.spnas.spark.candidates;

import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.io.Serializable;
import java.util.List;

/**
 * A network with the weights that it has in a supernet.
 *
 * @param supernet the supernet
 * @param operations operation of each searchable layer
 */
public record SupernetPath(SupernetCheckpoint supernet, List<String> operations)
    implements Serializable {

  public static SupernetPath of(SupernetCheckpoint supernet, Architecture architecture) {
    return new SupernetPath(
        supernet, architecture.operations().stream().map(Operation::label).toList());
  }
}
