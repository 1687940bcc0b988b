package io.spnas.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which layers a step runs, in which order, and which weights it reads and trains. */
final class Schedule {
  private final List<Stage> stages;
  private final Map<Integer, MixedLayer> choices;
  private final int depth;
  private final Set<LayerWeights> unread = new HashSet<>();
  private final Set<LayerWeights> untrained = new HashSet<>();
  private List<NetworkLayer> forward;
  private List<NetworkLayer> backward;

  /**
   * @param stages the network from the images to its features
   * @param choices layers with several paths, by their number
   * @param depth number of layers
   */
  Schedule(List<Stage> stages, Map<Integer, MixedLayer> choices, int depth) {
    this.stages = stages;
    this.choices = choices;
    this.depth = depth;
  }

  /**
   * Makes the schedule of the next steps.
   *
   * @param uses of each layer's paths
   * @throws IllegalArgumentException if they don't fit the network
   */
  void use(PathUse[][] uses) {
    if (uses.length != depth) {
      throw new IllegalArgumentException(
          String.format("Uses of paths in %d layers, expected %d", uses.length, depth));
    }
    for (int i = 0; i < depth; i++) {
      if (choices.containsKey(i)) {
        choices.get(i).use(uses[i]);
      } else if (uses[i].length != 1 || uses[i][0] != PathUse.ACTIVE) {
        throw new IllegalArgumentException(
            String.format("Layer %d has a single path, expected it to be active", i));
      }
    }
    schedule();
  }

  private void schedule() {
    forward = new ArrayList<>();
    backward = new ArrayList<>();
    for (Stage stage : stages) {
      forward.addAll(stage.forward());
      backward.addAll(stage.backward());
    }
    Collections.reverse(backward);
    unread.clear();
    untrained.clear();
    for (Path path : paths()) {
      unread.addAll(path.unread());
      untrained.addAll(path.untrained());
    }
  }

  /** All paths of layers that have several. */
  List<Path> paths() {
    return choices.values().stream().flatMap(layer -> layer.paths().stream()).toList();
  }

  /** Layers of the forward pass, in order. */
  List<NetworkLayer> forward() {
    return forward;
  }

  /** Layers of the backward pass, in order. */
  List<NetworkLayer> backward() {
    return backward;
  }

  /** Whether the forward pass reads weights. */
  boolean reads(LayerWeights weights) {
    return !unread.contains(weights);
  }

  /** Whether the backward pass makes the gradient of weights. */
  boolean trains(LayerWeights weights) {
    return !untrained.contains(weights);
  }
}
