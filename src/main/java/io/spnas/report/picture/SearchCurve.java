package io.spnas.report.picture;

import io.spnas.report.RunEvent;
import io.spnas.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Draws cross-entropy and R over a search in two panels, as the paper does (figure 4): warm-up
 * shaded, restarts marked, the target, where there is one, as a line. Where the search makes
 * something else small than R, that has a panel too.
 *
 * @param records records of its steps
 * @param events what happened between steps
 * @param steps steps of the whole search
 * @param warmupSteps steps of its warm-up
 * @param target runtime that it is to end at, ms
 */
record SearchCurve(
    List<StepRecord> records,
    List<RunEvent> events,
    long steps,
    long warmupSteps,
    OptionalDouble target) {
  String svg(Layout layout) {
    LineChart chart =
        new LineChart(
            layout,
            "Cross-entropy and predicted runtime over the search",
            words(),
            "step",
            0,
            steps);
    List<Series> entropy =
        Series.withMeans("", records, StepRecord::step, StepRecord::crossEntropy, Tone.BLUE);
    List<Series> runtime =
        Series.withMeans(
            "", records, StepRecord::step, StepRecord::runtimeMilliseconds, Tone.ORANGE);
    List<Panel.Level> levels = new ArrayList<>();
    target.ifPresent(ms -> levels.add(new Panel.Level("target " + Numbers.text(ms) + " ms", ms)));
    chart.panel(new Panel("Cross-entropy", entropy, List.of(), Panel.Axis.LINEAR));
    chart.panel(new Panel("Predicted runtime R, ms", runtime, levels, Panel.Axis.LINEAR));
    if (records.stream().anyMatch(record -> !Double.isNaN(record.objective()))) {
      List<Series> objective =
          Series.withMeans("", records, StepRecord::step, StepRecord::objective, Tone.GREEN);
      chart.panel(new Panel("Objective", objective, List.of(), Panel.Axis.LINEAR));
    }
    chart.shade(0, warmupSteps, "warm-up");
    Marks.of(events).forEach(mark -> chart.mark(mark.step(), mark.name(), mark.detail()));
    return chart.draw();
  }

  private String words() {
    if (records.isEmpty()) {
      return "No step has been recorded yet.";
    }
    StepRecord first = records.get(0);
    StepRecord last = records.get(records.size() - 1);
    return String.format(
        "From step %d to step %d cross-entropy goes from %s to %s, R from %s to %s ms.",
        first.step(),
        last.step(),
        Numbers.text(first.crossEntropy()),
        Numbers.text(last.crossEntropy()),
        Numbers.text(first.runtimeMilliseconds()),
        Numbers.text(last.runtimeMilliseconds()));
  }
}
