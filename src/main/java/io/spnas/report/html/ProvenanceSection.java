package io.spnas.report.html;

import io.spnas.report.RunStart;
import io.spnas.report.RunView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** With what, where and of what the run was made. */
record ProvenanceSection(RunFacts facts) implements Section {
  /** Names of facts for people. */
  private static final Map<String, String> NAMES =
      Map.of("driver_cpu", "driver's processor", "driver_cores", "driver's cores");

  @Override
  public String title() {
    return "Provenance";
  }

  @Override
  public void write(Html html) {
    RunView run = facts.run();
    Map<String, String> known = new LinkedHashMap<>();
    known.put("directory", run.directory());
    known.put("last written", RunFacts.time(run.lastChange()));
    known.put(
        "seed",
        String.valueOf(
            facts.isSearch() ? run.settings().search().seed() : run.settings().train().seed()));
    known.put("latency table", facts.table());
    Parts.facts(html, known);
    List<RunStart> starts = run.starts();
    if (starts.isEmpty()) {
      html.element(
          "p", "The run has not recorded with which software and on which machines it ran.");
    }
    for (int i = 0; i < starts.size(); i++) {
      html.element("h3", (i == 0 ? "Started " : "Went on ") + RunFacts.time(starts.get(i).time()));
      Map<String, String> words = new LinkedHashMap<>();
      starts
          .get(i)
          .facts()
          .forEach((name, value) -> words.put(NAMES.getOrDefault(name, name), value));
      Parts.facts(html, words);
    }
  }
}
