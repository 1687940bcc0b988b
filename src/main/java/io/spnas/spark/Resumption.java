package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.report.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Checks that a run is continued as what it was. */
final class Resumption {
  private static final String STEPS = "search.steps";

  private Resumption() {}

  /**
   * Compares settings with those of the directory's run; more steps are allowed.
   *
   * @throws InvalidInputException if others differ, naming them
   */
  static void requireSame(RunDirectory directory, Settings settings) throws IOException {
    Settings before = Settings.parse(directory.configuration());
    Map<String, String> old = before.values();
    Map<String, String> now = settings.values();
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    List<String> different = new ArrayList<>();
    for (String key : keys) {
      boolean grown = key.equals(STEPS) && settings.search().steps() >= before.search().steps();
      if (!grown && !String.valueOf(old.get(key)).equals(now.get(key))) {
        different.add(key + " = " + now.get(key) + ", the run has " + old.get(key));
      }
    }
    if (!different.isEmpty()) {
      throw new InvalidInputException(
          "Cannot resume %s with other settings: %s", directory, String.join("; ", different));
    }
  }
}
