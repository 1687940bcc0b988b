package io.spnas.nas.multipath;

import io.spnas.engine.ParameterLayout;
import io.spnas.space.Layer;
import io.spnas.space.SearchSpace;
import java.util.List;

/**
 * The last batch norms of all paths, scale and shift. A path's factor is multiplied into them for
 * the time of a step, so that the network need not know of it; the gradient with respect to the
 * factor then follows from theirs: dL/df = sum over channels of dL/d(f scale) scale + dL/d(f shift)
 * shift.
 */
final class PathNorms {
  private static final int PATHS = 4;

  private final ParameterLayout.Slot[][] slots;
  private final float[][][] kept;

  /**
   * @param space the search space
   * @param layout layout of its multi-path network
   */
  PathNorms(SearchSpace space, ParameterLayout layout) {
    List<Layer> layers = space.searchable();
    this.slots = new ParameterLayout.Slot[layers.size()][PATHS];
    this.kept = new float[layers.size()][PATHS][];
    for (int l = 0; l < slots.length; l++) {
      for (int k = 0; k < PATHS; k++) {
        slots[l][k] = layout.lastBatchNorm(layers.get(l).index(), k);
        kept[l][k] = new float[slots[l][k].length()];
      }
    }
  }

  /**
   * Multiplies factors in.
   *
   * @param values weights
   * @param factors factor of each path of each searchable layer; more in a row are ignored
   */
  void fold(float[] values, double[][] factors) {
    for (int l = 0; l < slots.length; l++) {
      for (int k = 0; k < PATHS; k++) {
        int from = slots[l][k].offset();
        System.arraycopy(values, from, kept[l][k], 0, kept[l][k].length);
        scale(values, from, kept[l][k].length, factors[l][k]);
      }
    }
  }

  /**
   * Restores the weights as they were, bit by bit, and turns the gradients with respect to the
   * folded ones into theirs.
   *
   * @param values weights
   * @param gradients their gradients
   * @param factors what was folded in
   * @return gradient with respect to each factor, of the same shape; 0 for what is no path
   */
  double[][] unfold(float[] values, float[] gradients, double[][] factors) {
    double[][] result = new double[slots.length][];
    for (int l = 0; l < slots.length; l++) {
      result[l] = new double[factors[l].length];
      for (int k = 0; k < PATHS; k++) {
        float[] own = kept[l][k];
        int from = slots[l][k].offset();
        for (int i = 0; i < own.length; i++) {
          result[l][k] += (double) gradients[from + i] * own[i];
        }
        System.arraycopy(own, 0, values, from, own.length);
        scale(gradients, from, own.length, factors[l][k]);
      }
    }
    return result;
  }

  private static void scale(float[] values, int from, int length, double factor) {
    for (int i = from; i < from + length; i++) {
      values[i] = (float) (values[i] * factor);
    }
  }
}
