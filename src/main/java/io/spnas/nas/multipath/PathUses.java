package io.spnas.nas.multipath;

import io.spnas.engine.ParameterLayout;
import io.spnas.engine.ParameterRange;
import io.spnas.engine.PathUse;
import io.spnas.space.Layer;
import io.spnas.space.MultiPathShape;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a step computes of all layers' paths; a fixed layer's only path is always active. */
final class PathUses {
  private final MultiPathShape network;
  private final List<Layer> searchable;

  /**
   * @param space the search space
   */
  PathUses(SearchSpace space) {
    this.network = space.multiPath();
    this.searchable = space.searchable();
  }

  /**
   * Uses of each layer's paths, [layers][paths].
   *
   * @param mixes mixes of the searchable layers
   */
  PathUse[][] of(LayerMix[] mixes) {
    PathUse[][] uses = new PathUse[network.depth()][];
    for (int i = 0; i < uses.length; i++) {
      uses[i] = new PathUse[] {PathUse.ACTIVE};
    }
    for (int l = 0; l < mixes.length; l++) {
      int layer = searchable.get(l).index();
      int paths = network.layers().get(layer).size();
      uses[layer] = IntStream.range(0, paths).mapToObj(mixes[l]::use).toArray(PathUse[]::new);
    }
    return uses;
  }

  /**
   * Weights of all that is computed: of what all paths share, and of the paths that are not off.
   *
   * @param mixes mixes of the searchable layers
   * @param layout layout of the network
   */
  List<ParameterRange> computed(LayerMix[] mixes, ParameterLayout layout) {
    List<ParameterRange> computed = new ArrayList<>();
    int from = 0;
    for (int l = 0; l < mixes.length; l++) {
      int layer = searchable.get(l).index();
      for (int k = 0; k < network.layers().get(layer).size(); k++) {
        if (mixes[l].use(k) == PathUse.OFF) {
          ParameterRange off = layout.path(layer, k);
          computed.add(new ParameterRange(from, off.from()));
          from = off.to();
        }
      }
    }
    computed.add(new ParameterRange(from, layout.parameters()));
    return computed.stream().filter(range -> range.length() > 0).toList();
  }
}
