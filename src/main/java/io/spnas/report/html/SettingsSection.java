package io.spnas.report.html;

import io.spnas.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The run's settings, those that differ from the defaults first. */
record SettingsSection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Settings";
  }

  @Override
  public void write(Html html) {
    Map<String, String> defaults = Settings.parse("").values();
    List<List<String>> changed = new ArrayList<>();
    List<List<String>> same = new ArrayList<>();
    facts
        .run()
        .settings()
        .values()
        .forEach(
            (key, value) -> {
              String usual = defaults.getOrDefault(key, "");
              if (value.equals(usual)) {
                same.add(List.of(key, value));
              } else {
                changed.add(List.of(key, value, usual));
              }
            });
    if (changed.isEmpty()) {
      html.element("p", "All settings have their defaults.");
    } else {
      changed(html, changed);
    }
    Parts.details(
        html,
        same.size() + " settings at their defaults",
        () -> settings(html, List.of("setting", "value"), same));
  }

  private static void changed(Html html, List<List<String>> changed) {
    Parts.printedDetails(
        html,
        changed.size() + " settings that differ from the defaults",
        () -> settings(html, List.of("setting", "value", "default"), changed));
  }

  private static void settings(Html html, List<String> heads, List<List<String>> rows) {
    html.open("table", "class", "settings").open("thead").open("tr");
    heads.forEach(head -> html.element("th", head, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr").element("th", row.get(0), "scope", "row");
      row.stream().skip(1).forEach(value -> html.open("td").element("code", value).close());
      html.close();
    }
    html.close().close();
  }
}
