package io.spnas.config;

import java.util.Optional;

/** Settings of the search strategy: how a network is searched for. */
public final class StrategySettings {
  private final String name;
  private final double heldBack;
  private final String supernet;

  StrategySettings(Section section) {
    name = section.text("name");
    heldBack = section.number("held-back", "a number above 0 and below 1", v -> v > 0 && v < 1);
    supernet = section.optionalText("supernet").orElse("");
  }

  /** Name of a strategy, or of a class that is one. */
  public String name() {
    return name;
  }

  /** Share of the training shards that a strategy which holds some back learns no weights on. */
  public double heldBack() {
    return heldBack;
  }

  /** Directory of a search whose supernet is taken, instead of training one. */
  public Optional<String> supernet() {
    return supernet.isEmpty() ? Optional.empty() : Optional.of(supernet);
  }
}
