package io.spnas.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody who mistyped may have meant. */
public final class Nearest {
  private Nearest() {}

  /** A candidate that completes the text, or else the one of the smallest edit distance. */
  public static String to(String text, Collection<String> candidates) {
    return candidates.stream()
        .min(
            Comparator.comparing((String candidate) -> !candidate.startsWith(text))
                .thenComparing(candidate -> distance(text, candidate)))
        .orElseThrow();
  }

  /** As {@link #to}, where it differs by no more than half of the text. */
  public static Optional<String> close(String text, Collection<String> candidates) {
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(to(text, candidates))
            .filter(
                nearest ->
                    nearest.startsWith(text) || 2 * distance(text, nearest) <= text.length());
  }

  /** Levenshtein's distance: insertions, deletions and replacements from one to the other. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
