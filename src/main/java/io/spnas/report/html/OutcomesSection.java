package io.spnas.report.html;

import io.spnas.report.Progress;
import io.spnas.report.picture.ComparisonFigures;
import io.spnas.report.picture.Numbers;
import io.spnas.space.NetworkStatistics;
import java.util.ArrayList;
import java.util.List;

/** What several runs came to, a row each. */
record OutcomesSection(List<RunFacts> runs) implements Section {
  @Override
  public String title() {
    return "Outcomes";
  }

  @Override
  public void write(Html html) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      rows.add(row(ComparisonFigures.letter(i), runs.get(i)));
    }
    Parts.table(
        html,
        "Runtime is predicted by each run's own table; top-1 is of images that were not trained on",
        List.of(
            "run",
            "kind",
            "done, %",
            "runtime, ms",
            "target, ms",
            "cross-entropy",
            "top-1, %",
            "multiply-adds, million",
            "time",
            "images/s"),
        rows);
  }

  private static List<String> row(String letter, RunFacts run) {
    return List.of(
        letter,
        run.isSearch() ? "search" : "training",
        Numbers.whole(Math.round(100 * run.run().progress())),
        RunFacts.text(run.runtime(), ""),
        RunFacts.text(run.target(), ""),
        RunFacts.text(run.crossEntropy(), ""),
        run.top1().isPresent() ? Numbers.percent(run.top1().getAsDouble()) : "-",
        run.network()
            .shape()
            .map(shape -> Numbers.text(NetworkStatistics.of(shape).multiplyAdds() / 1e6))
            .orElse("-"),
        Progress.duration(Math.round(run.seconds())),
        RunFacts.text(run.imagesPerSecond(), ""));
  }
}
