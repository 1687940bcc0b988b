package io.spnas.nas;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterLayout.Slot;
import io.spnas.space.Architecture;
import java.util.List;

/**
 * Weights of a network, copied out of the supernet that it was found in: of each superkernel the
 * subset that its operation stands for (paper, section 3.1). Thresholds and skipped layers' weights
 * stay behind.
 */
public final class InheritedWeights {
  private InheritedWeights() {}

  /** Number of a network's weights. */
  public static int count(Architecture architecture) {
    return ParameterLayout.of(architecture.network()).parameters();
  }

  /**
   * Copies the weights of a network's operations.
   *
   * @param architecture the network
   * @param supernet parameters of its space's supernet, in the order of the supernet's layout
   * @param weights gets the network's weights, in the order of its own layout
   */
  public static void copy(Architecture architecture, float[] supernet, float[] weights) {
    ParameterLayout from = ParameterLayout.of(architecture.space().supernet());
    ParameterLayout to = ParameterLayout.of(architecture.network());
    List<Integer> layers = architecture.keptLayers();
    for (Slot target : to.slots()) {
      Slot source = from.slot(sourceName(target.name(), layers));
      copy(source, supernet, target, weights);
    }
  }

  /** Blocks of the network are numbered without those that are skipped. */
  private static String sourceName(String name, List<Integer> layers) {
    int dot = name.indexOf('.');
    if (!name.startsWith("block")) {
      return name;
    }
    int block = Integer.parseInt(name.substring("block".length(), dot));
    return "block" + layers.get(block) + name.substring(dot);
  }

  /**
   * The leading indices of outer dimensions, which are the channels of expansion ratio 3, and the
   * middle of kernels.
   */
  private static void copy(Slot source, float[] from, Slot target, float[] to) {
    int[] large = square(source);
    int[] small = square(target);
    int rim = (large[2] - small[2]) / 2;
    int write = target.offset();
    for (int i = 0; i < small[0]; i++) {
      for (int j = 0; j < small[1]; j++) {
        for (int row = 0; row < small[2]; row++) {
          int plane = (i * large[1] + j) * large[2] * large[3];
          int read = source.offset() + plane + (row + rim) * large[3] + (small[3] > 1 ? rim : 0);
          System.arraycopy(from, read, to, write, small[3]);
          write += small[3];
        }
      }
    }
  }

  /** Dimensions as [outer, inner, k, k]; what has fewer is as if its kernels had one weight. */
  private static int[] square(Slot slot) {
    int[] dimensions = {1, 1, 1, 1};
    for (int i = 0; i < slot.shape().size(); i++) {
      dimensions[i] = slot.shape().get(i);
    }
    return dimensions;
  }
}
