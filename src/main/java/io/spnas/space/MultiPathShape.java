package io.spnas.space;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a multi-path network computes: the output of a layer is the sum of what several blocks, its
 * paths, make of the same input, plus that input where the layer is residual.
 *
 * @param frame stem, head and classifier, and one block for each layer
 * @param layers the paths of each layer, in order; one where nothing is chosen
 */
public record MultiPathShape(NetworkShape frame, List<List<MbConv>> layers)
    implements Serializable {

  /**
   * Checks that the paths of a layer are alternatives.
   *
   * @throws IllegalArgumentException if there are not as many layers as blocks of the frame, a
   *     layer has no path, or a path differs from its layer's block in channels, stride or residual
   */
  public MultiPathShape {
    if (layers.size() != frame.blocks().size()) {
      throw new IllegalArgumentException(
          String.format(
              "Paths of %d layers, expected those of %d", layers.size(), frame.blocks().size()));
    }
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).isEmpty()) {
        throw new IllegalArgumentException(
            String.format("No path in layer %d, expected one at least", i));
      }
      for (MbConv path : layers.get(i)) {
        requireAlternative(i, path, frame.blocks().get(i));
      }
    }
    layers = layers.stream().map(List::copyOf).toList();
  }

  private static void requireAlternative(int layer, MbConv path, MbConv block) {
    if (path.inChannels() != block.inChannels()
        || path.outChannels() != block.outChannels()
        || path.stride() != block.stride()
        || path.residual() != block.residual()) {
      throw new IllegalArgumentException(
          String.format(
              "Layer %d has the path %s, expected channels, stride and residual of %s",
              layer, path, block));
    }
  }

  /** A network as it is: one path in each layer. */
  public static MultiPathShape of(NetworkShape network) {
    return new MultiPathShape(network, network.blocks().stream().map(List::of).toList());
  }

  /** Number of layers. */
  public int depth() {
    return layers.size();
  }

  /** Whether a layer has a choice of paths. */
  public boolean mixed(int layer) {
    return layers.get(layer).size() > 1;
  }

  /**
   * The network that takes one path of each layer.
   *
   * @param paths index of each layer's path; a negative one leaves the layer out
   */
  public NetworkShape network(List<Integer> paths) {
    List<MbConv> blocks = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      if (paths.get(i) >= 0) {
        blocks.add(layers.get(i).get(paths.get(i)));
      }
    }
    return frame.around(List.copyOf(blocks));
  }
}
