package io.spnas.report.notebook;

import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run beside others. What it has not is null.
 *
 * @param run its path below the directory
 * @param kind search or training
 * @param state over, running or quiet
 * @param step steps done
 * @param progress share of its length, 0 to 1
 * @param crossEntropy of the last record
 * @param runtimeMs R of the last record, ms
 * @param top1Train share of training images classified right, 0 to 1
 * @param validationTop1 the same of the last evaluation
 * @param imagesPerSecond over all workers
 * @param lastChange when anything of it was last written, UTC
 */
record RunRow(
    String run,
    String kind,
    String state,
    Long step,
    Double progress,
    Double crossEntropy,
    Double runtimeMs,
    Double top1Train,
    Double validationTop1,
    Double imagesPerSecond,
    String lastChange) {

  static List<RunRow> of(Map<String, RunView> runs, Instant now) {
    List<RunRow> rows = new ArrayList<>();
    runs.forEach((name, run) -> rows.add(of(name, run, now)));
    return rows;
  }

  private static RunRow of(String name, RunView run, Instant now) {
    Optional<StepRecord> last = run.last();
    return new RunRow(
        name,
        RunStatus.kind(run),
        RunStatus.state(run, now),
        last.map(StepRecord::step).orElse(null),
        run.progress(),
        last.map(StepRecord::crossEntropy).orElse(null),
        last.filter(StepRecord::isOfSearch).map(StepRecord::runtimeMilliseconds).orElse(null),
        last.map(StepRecord::top1).orElse(null),
        RunStatus.lastValidation(run).map(Validation.Result::top1).orElse(null),
        last.map(StepRecord::imagesPerSecond).orElse(null),
        run.lastChange().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
