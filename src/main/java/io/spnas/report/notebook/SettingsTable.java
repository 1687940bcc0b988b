package io.spnas.report.notebook;

import io.spnas.report.RunView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The settings that have not the same value in all runs: a row a setting, a column a run. */
final class SettingsTable {
  private final Map<String, Map<String, String>> valuesByRun = new TreeMap<>();

  SettingsTable(Map<String, RunView> runs) {
    runs.forEach((name, run) -> valuesByRun.put(name, run.settings().values()));
  }

  String html() {
    List<String> differing = keys().stream().filter(this::differs).toList();
    if (differing.isEmpty()) {
      return "<p>All settings are the same.</p>";
    }
    List<String> heads = new ArrayList<>(List.of("setting"));
    heads.addAll(valuesByRun.keySet());
    HtmlTable table = new HtmlTable().heads(heads);
    differing.forEach(key -> table.row(key, values(key)));
    return table.html();
  }

  private Collection<String> keys() {
    TreeSet<String> keys = new TreeSet<>();
    valuesByRun.values().forEach(values -> keys.addAll(values.keySet()));
    return keys;
  }

  private boolean differs(String key) {
    return values(key).stream().distinct().count() > 1;
  }

  private List<String> values(String key) {
    return valuesByRun.values().stream().map(values -> values.getOrDefault(key, "")).toList();
  }
}
