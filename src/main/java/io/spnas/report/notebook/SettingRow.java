package io.spnas.report.notebook;

import io.spnas.report.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Value of a setting in a run, of those settings that have not the same value in all runs.
 *
 * @param setting its key
 * @param run path of the run below the directory
 * @param value as HOCON
 */
record SettingRow(String setting, String run, String value) {
  /** A row a setting and run. */
  static List<SettingRow> differing(Map<String, RunView> runs) {
    TreeSet<String> settings = new TreeSet<>();
    runs.values().forEach(run -> settings.addAll(run.settings().values().keySet()));
    List<SettingRow> rows = new ArrayList<>();
    for (String setting : settings) {
      List<SettingRow> values = new ArrayList<>();
      runs.forEach((name, run) -> values.add(of(setting, name, run)));
      if (values.stream().map(SettingRow::value).distinct().count() > 1) {
        rows.addAll(values);
      }
    }
    return rows;
  }

  private static SettingRow of(String setting, String name, RunView run) {
    return new SettingRow(setting, name, run.settings().values().getOrDefault(setting, ""));
  }
}
