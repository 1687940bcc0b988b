package io.spnas.report.html;

import io.spnas.report.Progress;
import io.spnas.report.picture.ComparisonFigures;
import io.spnas.report.picture.Numbers;
import io.spnas.space.NetworkStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What several runs came to, side by side. */
record OutcomesSection(List<RunFacts> runs) implements Section {
  private static final int MOST_COLUMNS = 4;
  private static final List<String> HEADS =
      List.of(
          "run",
          "kind",
          "done, %",
          "runtime, ms",
          "target, ms",
          "cross-entropy",
          "top-1, %",
          "multiply-adds, million",
          "time of steps",
          "images/s");

  @Override
  public String title() {
    return "Outcomes";
  }

  @Override
  public void write(Html html) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADS));
    for (int i = 0; i < runs.size(); i++) {
      rows.add(row(ComparisonFigures.letter(i), runs.get(i)));
    }
    // A few runs fit a phone side by side; many are easier to follow one under another.
    List<List<String>> table = runs.size() <= MOST_COLUMNS ? transposed(rows) : rows;
    Parts.table(
        html,
        "Runtime: by each run's own table. Top-1: on images that were not trained on",
        table.get(0),
        table.subList(1, table.size()));
  }

  private static List<List<String>> transposed(List<List<String>> rows) {
    return IntStream.range(0, rows.get(0).size())
        .mapToObj(column -> rows.stream().map(row -> row.get(column)).toList())
        .toList();
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
