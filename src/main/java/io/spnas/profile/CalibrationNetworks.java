package io.spnas.profile;

import io.spnas.space.Architecture;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whole networks that are measured beside the blocks: the smallest and the largest of the space,
 * between which all others lie, and random ones. The same for the same space.
 */
final class CalibrationNetworks {
  private static final int RANDOM = 8;
  private static final int SEED = 20_190_405;

  private CalibrationNetworks() {}

  static List<Architecture> of(SearchSpace space) {
    List<Architecture> networks = new ArrayList<>();
    networks.add(
        Architecture.of(
            space,
            space.searchable().stream()
                .map(layer -> layer.skippable() ? Operation.SKIP : Operation.K3_E3)
                .toList()));
    networks.add(
        Architecture.of(
            space, space.searchable().stream().map((Layer layer) -> Operation.K5_E6).toList()));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < RANDOM; i++) {
      networks.add(Architecture.random(space, random));
    }
    return List.copyOf(networks);
  }
}
