package io.spnas.report.html;

import io.spnas.report.picture.ComparisonFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Settings in which several runs differ. */
record DifferencesSection(List<RunFacts> runs) implements Section {
  @Override
  public String title() {
    return "Settings that differ";
  }

  @Override
  public void write(Html html) {
    TreeSet<String> keys = new TreeSet<>();
    runs.forEach(run -> keys.addAll(run.run().settings().values().keySet()));
    List<List<String>> rows = new ArrayList<>();
    for (String key : keys) {
      List<String> values =
          runs.stream().map(run -> run.run().settings().values().getOrDefault(key, "-")).toList();
      if (values.stream().distinct().count() > 1) {
        List<String> row = new ArrayList<>(List.of(key));
        row.addAll(values);
        rows.add(row);
      }
    }
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
