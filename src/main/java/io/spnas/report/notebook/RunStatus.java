package io.spnas.report.notebook;

import io.spnas.report.Progress;
import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a run is doing, as a small table. */
final class RunStatus {
  /** A run whose files are older, and that is not over, has stopped or is stuck. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  private RunStatus() {}

  static String kind(RunView run) {
    return run.kind().name().toLowerCase(Locale.ROOT);
  }

  /** over, running, or quiet. */
  static String state(RunView run, Instant now) {
    if (run.isOver()) {
      return "over";
    }
    return run.lastChange().plus(QUIET).isBefore(now) ? "quiet" : "running";
  }

  static String html(RunView run, Instant now) {
    HtmlTable table = new HtmlTable();
    row(table, "run", run.directory());
    row(table, "kind", kind(run));
    row(table, "state", state(run, now));
    row(table, "progress", number("%.1f %%", 100 * run.progress()));
    row(table, "last change", run.lastChange().truncatedTo(ChronoUnit.SECONDS).toString());
    run.last().ifPresent(last -> add(table, run, last));
    return table.html();
  }

  private static void add(HtmlTable table, RunView run, StepRecord last) {
    row(table, "step", Long.toString(last.step()));
    row(table, "epoch", number("%.2f", last.epoch()));
    row(table, "cross-entropy", number("%.4g", last.crossEntropy()));
    row(table, "top-1 of training batches", number("%.2f %%", 100 * last.top1()));
    lastValidation(run)
        .ifPresent(
            result -> row(table, "validation top-1", number("%.2f %%", 100 * result.top1())));
    if (last.isOfSearch()) {
      row(table, "R", number("%.4g ms", last.runtimeMilliseconds()));
      row(table, "lambda", number("%.4g", last.lambda()));
    }
    row(table, "images/s", number("%.1f", last.imagesPerSecond()));
    if (!run.isOver() && run.progress() > 0) {
      row(table, "time left at this pace", Progress.duration(secondsLeft(run, last)));
    }
  }

  /** What the last evaluation of a run gave. */
  static Optional<Validation.Result> lastValidation(RunView run) {
    return run.records().stream()
        .filter(record -> record.validation().isPresent())
        .max(Comparator.comparingLong(StepRecord::step))
        .flatMap(StepRecord::validation);
  }

  private static long secondsLeft(RunView run, StepRecord last) {
    double steps = last.step() / run.progress() - last.step();
    return Math.round(steps * last.stepMilliseconds() / 1000);
  }

  private static void row(HtmlTable table, String what, String value) {
    table.row(what, List.of(value));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
