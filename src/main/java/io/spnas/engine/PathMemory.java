package io.spnas.engine;

import io.spnas.space.MultiPathShape;
import java.util.stream.IntStream;

/** How many paths of a layer may be computed in one step, and so have memory for their maps. */
public enum PathMemory {
  /** Any number: each path keeps its own maps from the forward to the backward pass. */
  ALL {
    @Override
    PathUse initial(int path) {
      return PathUse.ACTIVE;
    }
  },
  /**
   * One {@link PathUse#ACTIVE} path and one {@link PathUse#OBSERVED} one: all paths of a layer
   * share maps as large as the largest of them, and what is observed leaves behind its output only.
   */
  ONE {
    @Override
    PathUse initial(int path) {
      return path == 0 ? PathUse.ACTIVE : PathUse.OFF;
    }
  };

  /** What a path is used for until something else is said. */
  abstract PathUse initial(int path);

  /** What all paths of a network are used for until something else is said. */
  PathUse[][] initial(MultiPathShape network) {
    return network.layers().stream()
        .map(
            paths ->
                IntStream.range(0, paths.size()).mapToObj(this::initial).toArray(PathUse[]::new))
        .toArray(PathUse[][]::new);
  }
}
