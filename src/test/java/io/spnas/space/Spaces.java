package io.spnas.space;

import io.spnas.config.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Search spaces for tests. */
final class Spaces {
  private Spaces() {}

  /** The space of reference.conf, with some settings changed. */
  static SearchSpace paper(String... overrides) {
    Settings settings = Settings.load(Optional.empty(), List.of(overrides));
    return SearchSpace.of(settings.input(), settings.model());
  }

  /** A space of 32 px, 10 classes and a stem of 16 channels and stride 1. */
  static SearchSpace small(String... blocks) {
    return SearchSpace.of(32, 1.0, 16, 1, 64, 10, List.of(blocks));
  }

  /** One operation for every searchable layer. */
  static List<Operation> all(SearchSpace space, Operation operation) {
    return new ArrayList<>(Collections.nCopies(space.searchable().size(), operation));
  }

  /** Every operation, whichever the layer allows, in turn. */
  static List<Operation> mixed(SearchSpace space) {
    List<Operation> operations = new ArrayList<>();
    for (Layer layer : space.searchable()) {
      Operation next = Operation.values()[operations.size() % Operation.values().length];
      operations.add(next == Operation.SKIP && !layer.skippable() ? Operation.K5_E3 : next);
    }
    return operations;
  }
}
