package io.spnas.spark.live;

import io.spnas.report.Progress;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The content of the tab: a table of an application's runs, in the style of Spark's own. */
final class RunsHtml {
  private static final String NONE = "&ndash;";

  private static final String HEAD =
      "<table class=\"table table-bordered table-sm table-striped\" id=\"spnas-runs\"><thead><tr>"
          + cells(
              "th",
              List.of(
                  "Run",
                  "State",
                  "Step",
                  "Cross-entropy",
                  "R (ms)",
                  "Top-1, training",
                  "Top-1, validation",
                  "Images/s",
                  "Step (ms): compute, sync, input",
                  "Learning rate",
                  "Lambda",
                  "Left",
                  "Restarts"))
          + "</tr></thead><tbody>";

  private static final String FOOT =
      "</tbody></table><p>A run's directory holds its records (<code>metrics.jsonl</code>), its"
          + " curves for TensorBoard (<code>events</code>) and its checkpoints. Figures are of the"
          + " newest record; losses and times are means since the one before.</p>";

  /** Reloads the page while there is something to see. */
  private static final String RELOAD =
      "<script>setTimeout(function () { location.reload(); }, 5000);</script>";

  private RunsHtml() {}

  static String of(List<LiveRun> runs) {
    StringBuilder html = new StringBuilder(HEAD);
    for (LiveRun run : runs) {
      html.append("<tr>").append(cells("td", row(run))).append("</tr>");
    }
    html.append(FOOT);
    return runs.stream().anyMatch(RunsHtml::isOpen)
        ? html.append(RELOAD).toString()
        : html.toString();
  }

  private static boolean isOpen(LiveRun run) {
    return run.state() == LiveRun.State.WAITING || run.state() == LiveRun.State.RUNNING;
  }

  private static String cells(String kind, List<String> contents) {
    StringBuilder html = new StringBuilder();
    contents.forEach(content -> html.append(String.format("<%s>%s</%s>", kind, content, kind)));
    return html.toString();
  }

  private static List<String> row(LiveRun run) {
    LiveRun.Title title = run.title();
    Optional<StepRecord> newest = run.progress().map(Progress::newest);
    Optional<StepRecord> search = newest.filter(StepRecord::isOfSearch);
    Optional<Validation.Result> validation =
        run.progress().flatMap(Progress::validated).flatMap(StepRecord::validation);
    List<String> row = new ArrayList<>();
    row.add(escaped(LiveRun.Title.label(title.name()) + title.kind() + " " + title.directory()));
    row.add(run.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    row.add(bar(newest.map(StepRecord::step).orElse(title.firstStep()), title.steps()));
    row.add(number("%.3f", newest.map(StepRecord::crossEntropy)));
    row.add(number("%.4g", search.map(StepRecord::runtimeMilliseconds)));
    row.add(number("%.1f %%", newest.map(record -> 100 * record.top1())));
    row.add(number("%.2f %%", validation.map(result -> 100 * result.top1())));
    row.add(number("%.0f", newest.map(StepRecord::imagesPerSecond)));
    row.add(newest.map(RunsHtml::times).orElse(NONE));
    row.add(number("%.4g", newest.map(StepRecord::learningRate)));
    row.add(number("%.4g", search.map(StepRecord::lambda)));
    row.add(run.progress().map(p -> Progress.duration(p.secondsLeft())).orElse(NONE));
    row.add(Integer.toString(run.restarts()));
    return row;
  }

  private static String number(String format, Optional<Double> value) {
    return value.map(number -> String.format(Locale.ROOT, format, number)).orElse(NONE);
  }

  private static String times(StepRecord record) {
    return String.format(
        Locale.ROOT,
        "%.0f: %.0f, %.0f, %.0f",
        record.stepMilliseconds(),
        record.computeMilliseconds(),
        record.syncMilliseconds(),
        record.inputMilliseconds());
  }

  private static String bar(long step, long steps) {
    return String.format(
        Locale.ROOT,
        "<progress max=\"%d\" value=\"%d\"></progress> %d of %d (%.0f %%)",
        steps,
        step,
        step,
        steps,
        100.0 * step / steps);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
