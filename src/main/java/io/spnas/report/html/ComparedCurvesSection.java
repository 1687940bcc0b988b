package io.spnas.report.html;

import io.spnas.report.RunView;
import io.spnas.report.picture.ComparisonFigures;
import java.util.List;

/** Curves of several runs of a kind over each other. */
record ComparedCurvesSection(List<RunView> runs, RunView.Kind kind) implements Section {
  private static final String CAPTION =
      "Pale: each record. Bold: means over a fortieth of a run's records. Labels: the last record.";

  @Override
  public String title() {
    return kind == RunView.Kind.SEARCH ? "Searches" : "Trainings";
  }

  @Override
  public boolean isShown() {
    return runs.stream().anyMatch(run -> run.kind() == kind && run.last().isPresent());
  }

  @Override
  public void write(Html html) {
    if (kind == RunView.Kind.SEARCH) {
      Parts.figure(
          html,
          "search-curves",
          layout -> ComparisonFigures.of(runs, layout).searchCurves(),
          CAPTION);
    } else {
      Parts.figure(
          html,
          "training-curves",
          layout -> ComparisonFigures.of(runs, layout).trainingCurves(),
          CAPTION + " Dots: evaluations.");
    }
  }
}
