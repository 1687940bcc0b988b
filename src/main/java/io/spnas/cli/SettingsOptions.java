package io.spnas.cli;

import io.spnas.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A file of settings, and single ones over it. */
final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings in HOCON (default: those of reference.conf, docs/settings.md).")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set a single setting over --config; may be repeated (default: none).")
  private List<String> overrides = List.of();

  /** Whether there are any. */
  boolean areGiven() {
    return config != null || !overrides.isEmpty();
  }

  /**
   * Loads the settings.
   *
   * @param more single settings over all others, as {@code key=value}
   * @throws io.spnas.config.InvalidInputException if they can't be
   */
  Settings load(String... more) {
    List<String> all = new ArrayList<>(overrides);
    all.addAll(List.of(more));
    return Settings.load(Optional.ofNullable(config), all);
  }
}
