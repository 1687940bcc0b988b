package io.spnas.report.notebook;

import io.spnas.config.SettingDifferences;
import io.spnas.report.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    List<String> names = List.copyOf(runs.keySet());
    List<SettingRow> rows = new ArrayList<>();
    SettingDifferences.between(runs.values().stream().map(RunView::settings).toList())
        .forEach(
            (setting, values) -> {
              for (int i = 0; i < names.size(); i++) {
                rows.add(new SettingRow(setting, names.get(i), values.get(i).orElse("")));
              }
            });
    return rows;
  }
}
