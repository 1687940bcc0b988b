package io.spnas.config;

import java.util.Optional;

/** Settings of the energy table. */
public final class EnergySettings {
  private final Optional<String> table;

  EnergySettings(Section section) {
    table = section.optionalText("table");
  }

  /** Path of a file; none if energy is not asked for. */
  public Optional<String> table() {
    return table;
  }
}
