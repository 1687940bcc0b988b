package io.spnas.engine;

import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.engine.ParameterLayout.Statistic;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One path of a mixed layer, with what its part of the flat arrays holds where it isn't used. */
final class Path {
  private final Branch active;
  private final Branch observed;
  private final Buffers buffers;
  private final List<Slot> slots;
  private final List<Statistic> statistics;
  private PathUse use = PathUse.OFF;

  /**
   * @param name name of the block
   * @param active its layers where it is computed forward and backward
   * @param observed its layers where it is only computed forward
   * @param layout where its parameters and statistics lie
   * @param buffers the flat arrays
   */
  Path(String name, Branch active, Branch observed, ParameterLayout layout, Buffers buffers) {
    this.active = active;
    this.observed = observed;
    this.buffers = buffers;
    String prefix = name + ".";
    this.slots = layout.slots().stream().filter(s -> s.name().startsWith(prefix)).toList();
    this.statistics =
        layout.statistics().stream().filter(s -> s.name().startsWith(prefix)).toList();
  }

  void use(PathUse next) {
    use = next;
  }

  PathUse use() {
    return use;
  }

  /** What it computes in its present use. */
  Activation output() {
    return branch().output();
  }

  private Branch branch() {
    return use == PathUse.OBSERVED ? observed : active;
  }

  /** Layers of the forward pass. */
  List<NetworkLayer> forward() {
    return use == PathUse.OFF ? List.of() : branch().layers();
  }

  /** Layers of the backward pass. */
  List<NetworkLayer> backward() {
    return use == PathUse.ACTIVE ? active.layers() : List.of();
  }

  /** Its weights that the forward pass does not read. */
  Set<LayerWeights> unread() {
    return allBut(use == PathUse.OFF ? List.of() : branch().weights());
  }

  /** Its weights that get no gradient. */
  Set<LayerWeights> untrained() {
    return allBut(use == PathUse.ACTIVE ? active.weights() : List.of());
  }

  private Set<LayerWeights> allBut(List<LayerWeights> used) {
    Set<LayerWeights> others = new HashSet<>(active.weights());
    others.addAll(observed.weights());
    used.forEach(others::remove);
    return others;
  }

  /** Writes the statistics of a path that is not computed: means of 0, variances of 1. */
  void fillStatistics() {
    if (use == PathUse.OFF) {
      for (Statistic statistic : statistics) {
        int means = buffers.statisticsOffset() + statistic.offset();
        int variances = means + statistic.channels();
        Arrays.fill(buffers.statistics(), means, variances, 0f);
        Arrays.fill(buffers.statistics(), variances, variances + statistic.channels(), 1f);
      }
    }
  }

  /** Writes the gradients of a path that has none; its last batch norm may still get some. */
  void clearGradients() {
    if (use != PathUse.ACTIVE) {
      for (Slot slot : slots) {
        Arrays.fill(buffers.gradients(), slot.offset(), slot.offset() + slot.length(), 0f);
      }
    }
  }
}
