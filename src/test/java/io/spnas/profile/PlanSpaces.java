package io.spnas.profile;

import io.spnas.config.Settings;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.Optional;

/** Search spaces for tests of profiles. */
final class PlanSpaces {
  private PlanSpaces() {}

  /** The paper's, with some settings changed. */
  static SearchSpace paper(String... overrides) {
    Settings settings = Settings.load(Optional.empty(), List.of(overrides));
    return SearchSpace.of(settings.input(), settings.model());
  }
}
