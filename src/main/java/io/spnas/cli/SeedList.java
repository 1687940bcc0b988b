package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Seeds as a user lists them. */
final class SeedList {
  static final String OPTION = "--seeds";

  private SeedList() {}

  /**
   * Reads seeds.
   *
   * @throws InvalidInputException if one is no whole number, or is there twice
   */
  static List<Long> of(List<String> texts) {
    Set<Long> seeds = new LinkedHashSet<>();
    for (String text : texts) {
      long seed;
      try {
        seed = Long.parseLong(text.strip());
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "Invalid %s: '%s', expected whole numbers separated by commas", OPTION, text);
      }
      if (!seeds.add(seed)) {
        throw new InvalidInputException("Invalid %s: %d is there twice", OPTION, seed);
      }
    }
    return List.copyOf(seeds);
  }
}
