package io.spnas.nas.multipath;

import io.spnas.engine.ParameterLayout;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the architecture weights lie in the flat array of parameters: behind the network's weights,
 * layer by layer, one for each operation that a searchable layer may have. A layer's paths come in
 * the order 3x3-3, 3x3-6, 5x5-3, 5x5-6; behind them the skip, where the layer may be skipped.
 */
final class ArchitectureWeights {
  private static final List<Operation> PATHS =
      List.of(Operation.K3_E3, Operation.K3_E6, Operation.K5_E3, Operation.K5_E6);

  private final List<List<Operation>> operations;
  private final int first;
  private final int count;

  /**
   * @param space the search space
   * @param first index of the first one: the number of the network's weights
   */
  ArchitectureWeights(SearchSpace space, int first) {
    this.operations = space.searchable().stream().map(ArchitectureWeights::of).toList();
    this.first = first;
    this.count = operations.stream().mapToInt(List::size).sum();
  }

  /** Those of a space's multi-path supernet, behind its weights. */
  static ArchitectureWeights of(SearchSpace space) {
    return new ArchitectureWeights(space, ParameterLayout.of(space.multiPath()).parameters());
  }

  private static List<Operation> of(Layer layer) {
    return layer.skippable()
        ? Stream.concat(PATHS.stream(), Stream.of(Operation.SKIP)).toList()
        : PATHS;
  }

  /** Operations that each searchable layer may have, in the order of its architecture weights. */
  List<List<Operation>> operations() {
    return operations;
  }

  /** Index of the first one. */
  int first() {
    return first;
  }

  /** Number of all. */
  int count() {
    return count;
  }

  /**
   * Copies them, or what lies at the same places, out of an array.
   *
   * @return one row a searchable layer
   */
  double[][] read(float[] values) {
    double[][] rows = new double[operations.size()][];
    int at = first;
    for (int l = 0; l < rows.length; l++) {
      rows[l] = new double[operations.get(l).size()];
      for (int k = 0; k < rows[l].length; k++) {
        rows[l][k] = values[at++];
      }
    }
    return rows;
  }

  /** Writes rows to their places in an array. */
  void write(double[][] rows, float[] values) {
    int at = first;
    for (double[] row : rows) {
      for (double value : row) {
        values[at++] = (float) value;
      }
    }
  }
}
