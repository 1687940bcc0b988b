package io.spnas.nas;

import io.spnas.engine.ParameterLayout;
import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;

/** The effective kernels of all searchable layers where operations are given, not decided. */
final class PathKernels {
  private final List<EffectiveKernel> kernels = new ArrayList<>();

  /**
   * @param space the search space
   * @param layout layout of its supernet
   */
  PathKernels(SearchSpace space, ParameterLayout layout) {
    for (Layer layer : space.searchable()) {
      ParameterLayout.Slot slot = layout.slot("block" + layer.index() + ".depthwise.conv");
      kernels.add(new EffectiveKernel(slot.offset(), slot.shape().get(0)));
    }
  }

  /** d5, d50, d100 of each searchable layer that spell a path. */
  static double[][] decisions(Architecture path) {
    return path.operations().stream()
        .map(
            operation ->
                new double[] {
                  operation.isWide() ? 1 : 0,
                  operation.isPresent() ? 1 : 0,
                  operation.hasAllChannels() ? 1 : 0
                })
        .toArray(double[][]::new);
  }

  /** Replaces each searchable layer's weight by its effective kernel. */
  void put(float[] parameters, double[][] decisions) {
    for (int l = 0; l < kernels.size(); l++) {
      kernels.get(l).put(parameters, decisions[l]);
    }
  }

  /** Turns effective kernels' gradients into those of weights; weights return. */
  void remove(float[] parameters, float[] gradients) {
    for (EffectiveKernel kernel : kernels) {
      kernel.differentiate(gradients);
      kernel.remove(parameters);
    }
  }
}
