package io.spnas.config;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings in which several runs differ. */
public final class SettingDifferences {
  private SettingDifferences() {}

  /**
   * Finds what is not the same everywhere.
   *
   * @param all settings of each run
   * @return by key, the value that each run has, as HOCON, in the runs' order; empty where a run
   *     has none
   */
  public static SortedMap<String, List<Optional<String>>> between(List<Settings> all) {
    TreeSet<String> keys = new TreeSet<>();
    all.forEach(settings -> keys.addAll(settings.values().keySet()));
    SortedMap<String, List<Optional<String>>> different = new TreeMap<>();
    for (String key : keys) {
      List<Optional<String>> values =
          all.stream().map(settings -> Optional.ofNullable(settings.values().get(key))).toList();
      if (values.stream().distinct().count() > 1) {
        different.put(key, values);
      }
    }
    return different;
  }
}
