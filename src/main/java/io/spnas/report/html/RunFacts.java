package io.spnas.report.html;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyPrediction;
import io.spnas.report.RunEvaluation;
import io.spnas.report.RunNetwork;
import io.spnas.report.RunStart;
import io.spnas.report.RunView;
import io.spnas.report.picture.Numbers;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What pages say of a run in numbers and words. */
final class RunFacts {
  private final RunView run;
  private final RunNetwork network;

  RunFacts(RunView run) {
    this.run = run;
    this.network = RunNetwork.of(run);
  }

  RunView run() {
    return run;
  }

  RunNetwork network() {
    return network;
  }

  boolean isSearch() {
    return run.kind() == RunView.Kind.SEARCH;
  }

  /** Last part of the directory's path. */
  String name() {
    String[] parts = run.directory().split("/+");
    return parts.length == 0 ? run.directory() : parts[parts.length - 1];
  }

  /** How far the run is. */
  String state() {
    if (run.isOver()) {
      return "finished";
    }
    return String.format(
        "not finished, %s %% done on %s", Numbers.percent(run.progress()), time(run.lastChange()));
  }

  /** A moment, to the second, as people write it. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", " UTC");
  }

  /** Predicted runtime of the network, ms: as the search has it, or by the settings' table. */
  OptionalDouble runtime() {
    if (network.architecture().isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(
          LatencyPrediction.of(network.table(), network.architecture().get()).total());
    } catch (InvalidInputException e) {
      // The table is not where it was, or of other networks: the figure of latency says so.
      return OptionalDouble.empty();
    }
  }

  /** Name of the table that predicts it. */
  String table() {
    return run.settings().latency().table();
  }

  OptionalDouble target() {
    return isSearch() ? run.settings().search().targetLatencyMs() : OptionalDouble.empty();
  }

  /** Cross-entropy of the last record. */
  OptionalDouble crossEntropy() {
    return run.last()
        .map(StepRecord::crossEntropy)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  /** Top-1 on images that were not trained on, 0 to 1: of the last evaluation there was. */
  OptionalDouble top1() {
    Optional<Double> evaluated = run.evaluation().map(RunEvaluation::top1);
    return evaluated
        .or(() -> validation().map(Validation.Result::top1))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  /** The last evaluation during the training. */
  Optional<Validation.Result> validation() {
    return run.records().stream()
        .filter(record -> record.validation().isPresent())
        .reduce((first, second) -> second)
        .flatMap(StepRecord::validation);
  }

  /** Time of all recorded steps, seconds. */
  double seconds() {
    double milliseconds = 0;
    long before = 0;
    for (StepRecord record : run.records()) {
      milliseconds += (record.step() - before) * record.stepMilliseconds();
      before = record.step();
    }
    return milliseconds / 1000;
  }

  /** Images a second over all recorded steps. */
  OptionalDouble imagesPerSecond() {
    int batch =
        isSearch() ? run.settings().search().globalBatch() : run.settings().train().globalBatch();
    return run.last().isPresent() && seconds() > 0
        ? OptionalDouble.of(batch * run.last().get().step() / seconds())
        : OptionalDouble.empty();
  }

  /** Workers of the last start. */
  String workers() {
    List<RunStart> starts = run.starts();
    return starts.isEmpty()
        ? "not recorded"
        : starts.get(starts.size() - 1).facts().getOrDefault("workers", "not recorded");
  }

  /** A value with its unit, or a dash. */
  static String text(OptionalDouble value, String unit) {
    return value.isPresent() ? Numbers.text(value.getAsDouble()) + unit : "-";
  }

  /** A share in per cent, or a dash. */
  static String percent(OptionalDouble share) {
    return share.isPresent() ? Numbers.percent(share.getAsDouble()) + " %" : "-";
  }
}
