package io.spnas.report.notebook;

import io.spnas.report.RunView;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run is doing. What it has not is null.
 *
 * @param run its path, as given or below a directory
 * @param kind search or training
 * @param state over; running; or stopped, if it is not over and was silent for a while
 * @param step steps done
 * @param epoch epochs done
 * @param progress share of its length, 0 to 1
 * @param crossEntropy of the last record
 * @param runtimeMs R of the last record, ms
 * @param lambda weight of the runtime term
 * @param top1Train share of training images classified right, 0 to 1
 * @param validationTop1 the same of the last evaluation
 * @param imagesPerSecond over all workers
 * @param minutesLeft time until the end at the last record's pace
 * @param lastChange when anything of it was last written, UTC
 */
record RunRow(
    String run,
    String kind,
    String state,
    Long step,
    Double epoch,
    Double progress,
    Double crossEntropy,
    Double runtimeMs,
    Double lambda,
    Double top1Train,
    Double validationTop1,
    Double imagesPerSecond,
    Double minutesLeft,
    String lastChange) {
  private static final Duration SILENCE = Duration.ofMinutes(10);
  private static final double MILLISECONDS_A_MINUTE = 60_000;

  static RunRow of(String name, RunView run, Instant now) {
    Optional<StepRecord> last = run.last();
    Optional<StepRecord> search = last.filter(StepRecord::isOfSearch);
    return new RunRow(
        name,
        lowerCase(run.kind()),
        lowerCase(run.state(now.minus(SILENCE))),
        last.map(StepRecord::step).orElse(null),
        last.map(StepRecord::epoch).orElse(null),
        run.progress(),
        last.map(StepRecord::crossEntropy).orElse(null),
        search.map(StepRecord::runtimeMilliseconds).orElse(null),
        search.map(StepRecord::lambda).orElse(null),
        last.map(StepRecord::top1).orElse(null),
        lastValidation(run).map(Validation.Result::top1).orElse(null),
        last.map(StepRecord::imagesPerSecond).orElse(null),
        last.filter(record -> run.progress() > 0).map(record -> left(run, record)).orElse(null),
        run.lastChange().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  static String lowerCase(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private static double left(RunView run, StepRecord last) {
    double steps = last.step() / run.progress() - last.step();
    return steps * last.stepMilliseconds() / MILLISECONDS_A_MINUTE;
  }

  /** What the last evaluation of a run gave. */
  static Optional<Validation.Result> lastValidation(RunView run) {
    return run.records().stream()
        .filter(record -> record.validation().isPresent())
        .max(Comparator.comparingLong(StepRecord::step))
        .flatMap(StepRecord::validation);
  }
}
