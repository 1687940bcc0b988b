package io.spnas.report.html;

import io.spnas.config.SettingDifferences;
import io.spnas.report.picture.ComparisonFigures;
import java.util.ArrayList;
import java.util.List;

/** Settings in which several runs differ. */
record DifferencesSection(List<RunFacts> runs) implements Section {
  @Override
  public String title() {
    return "Settings that differ";
  }

  @Override
  public void write(Html html) {
    List<List<String>> rows = new ArrayList<>();
    SettingDifferences.between(runs.stream().map(run -> run.run().settings()).toList())
        .forEach(
            (key, values) -> {
              List<String> row = new ArrayList<>(List.of(key));
              values.forEach(value -> row.add(value.orElse("-")));
              rows.add(row);
            });
    if (rows.isEmpty()) {
      html.element("p", "All settings are the same.");
      return;
    }
    List<String> heads = new ArrayList<>(List.of("setting"));
    for (int i = 0; i < runs.size(); i++) {
      heads.add(ComparisonFigures.letter(i));
    }
    Parts.table(html, "Settings that are not the same in all runs", heads, rows);
  }
}
