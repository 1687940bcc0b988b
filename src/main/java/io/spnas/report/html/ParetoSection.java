package io.spnas.report.html;

import io.spnas.report.picture.ComparisonFigures;
import io.spnas.report.picture.ComparisonFigures.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accuracy against predicted runtime, of the networks whose runtimes one table predicts. */
record ParetoSection(List<RunFacts> runs) implements Section {
  @Override
  public String title() {
    return "Accuracy and runtime";
  }

  @Override
  public boolean isShown() {
    return measured().size() > 1;
  }

  /** Networks with a runtime and an accuracy, by the table that most of them share. */
  private List<Measured> measured() {
    return byTable().entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getValue)
        .orElse(List.of());
  }

  private Map<String, List<Measured>> byTable() {
    Map<String, List<Measured>> networks = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      RunFacts run = runs.get(i);
      if (run.runtime().isPresent() && run.top1().isPresent()) {
        networks
            .computeIfAbsent(run.table(), table -> new ArrayList<>())
            .add(new Measured(i, run.runtime().getAsDouble(), run.top1().getAsDouble()));
      }
    }
    return networks;
  }

  @Override
  public void write(Html html) {
    List<Measured> networks = measured();
    String table = runs.get(networks.get(0).index()).table();
    Parts.figure(
        html,
        "pareto",
        layout ->
            ComparisonFigures.of(runs.stream().map(RunFacts::run).toList(), layout)
                .pareto(networks, table),
        "Up and to the left is better. Runs that have no accuracy on unseen images, or whose runtimes"
            + " another table predicts, have no place here.");
  }
}
