package io.spnas.bench;

import io.spnas.engine.LayerTime;
import java.util.ArrayList;
import java.util.List;

/** Times of layers over many steps. */
public final class LayerSeries {
  private List<LayerTime> best = List.of();
  private double outside = Double.POSITIVE_INFINITY;

  /** Takes in a step with the times of its layers, the same in each step. */
  public void add(StepTime step, List<LayerTime> layers) {
    best = best.isEmpty() ? List.copyOf(layers) : merge(best, layers);
    double inside = layers.stream().mapToDouble(layer -> layer.both().milliseconds()).sum();
    outside = Math.min(outside, step.total() - inside);
  }

  private static List<LayerTime> merge(List<LayerTime> ours, List<LayerTime> others) {
    List<LayerTime> merged = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      LayerTime one = ours.get(i);
      LayerTime other = others.get(i);
      merged.add(
          new LayerTime(
              one.name(),
              one.forward().best(other.forward()),
              one.backward().best(other.backward())));
    }
    return merged;
  }

  /** For each layer and direction the best of all steps; together less than the best step. */
  public List<LayerTime> best() {
    return best;
  }

  /** Sums of {@link #best()}, one for each kind of layer, named as the kind. */
  public List<LayerTime> kinds() {
    List<LayerTime> kinds = new ArrayList<>();
    for (LayerKind kind : LayerKind.values()) {
      kinds.add(kind.sum(best));
    }
    return kinds;
  }

  /**
   * What a step takes beside its layers, the least of all steps, in ms: layouts of the weights, the
   * copy of the images, the classifier, superkernels, loss and update.
   */
  public double outsideMilliseconds() {
    return outside;
  }
}
