package io.spnas.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;

/**
 * A run in one line. Where there is nothing to tell yet, a value is empty.
 *
 * @param directory path of the run's directory
 * @param kind what the run does
 * @param state how it is
 * @param step steps of the last record
 * @param steps steps of the whole run; of a training, from its first record on
 * @param runtimeMilliseconds predicted runtime of the network that was found or is trained; while a
 *     search goes on, of its decisions so far
 * @param crossEntropy of the last record
 * @param top1 share of the last evaluation's images that it got right
 * @param top1Training share of the last record's training images
 * @param lastChange when anything of the run was last written
 */
public record RunSummary(
    String directory,
    RunView.Kind kind,
    RunState state,
    OptionalLong step,
    OptionalLong steps,
    OptionalDouble runtimeMilliseconds,
    OptionalDouble crossEntropy,
    OptionalDouble top1,
    OptionalDouble top1Training,
    Instant lastChange) {

  /**
   * Reads what a table tells, and no more of a long log than its end.
   *
   * @param path directory of the run
   * @param hadoop how to reach its file system
   * @param silentSince a run that has not written since then counts as stopped
   * @throws io.spnas.config.InvalidInputException if a file in it is not as it should be
   * @throws IOException if the directory can't be read
   */
  static RunSummary read(String path, Configuration hadoop, Instant silentSince)
      throws IOException {
    RunDirectory directory = new RunDirectory(path, hadoop);
    Settings settings = Settings.parse(directory.configuration());
    MetricsEnd metrics = new MetricsEnd(directory.metrics(), hadoop);
    Optional<StepRecord> last = metrics.newest();
    Optional<JsonNode> result = json(directory.holdsResult() ? directory.result() : "");
    Optional<JsonNode> network =
        json(directory.holdsArchitecture() ? directory.architecture() : "");
    boolean training = directory.holdsTraining();
    OptionalLong steps = training ? stepsOfTraining(settings, last) : stepsOfSearch(settings);
    boolean over =
        training
            ? result.isPresent()
            // A search without a record trains nothing.
            : network.isPresent()
                && last.map(StepRecord::step).orElse(Long.MAX_VALUE) >= settings.search().steps();
    Instant change = directory.lastChange();
    return new RunSummary(
        path,
        training ? RunView.Kind.TRAINING : RunView.Kind.SEARCH,
        over ? RunState.OVER : RunState.unfinished(change, silentSince),
        last.map(record -> OptionalLong.of(record.step())).orElse(OptionalLong.empty()),
        steps,
        runtime(network, last),
        number(last.map(StepRecord::crossEntropy)),
        training ? top1(result, metrics) : OptionalDouble.empty(),
        number(last.map(StepRecord::top1)),
        change);
  }

  private static Optional<JsonNode> json(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(JsonText.parse(text));
  }

  private static OptionalLong stepsOfSearch(Settings settings) {
    return OptionalLong.of(settings.search().steps());
  }

  /** As many as show each image so many times; a record tells how much of an epoch a step is. */
  private static OptionalLong stepsOfTraining(Settings settings, Optional<StepRecord> last) {
    return last.filter(record -> record.epoch() > 0)
        .map(record -> settings.train().epochs() * record.step() / record.epoch())
        .map(steps -> OptionalLong.of(Math.max(1, Math.round(steps))))
        .orElse(OptionalLong.empty());
  }

  private static OptionalDouble runtime(Optional<JsonNode> network, Optional<StepRecord> last) {
    Optional<Double> predicted =
        network
            .filter(n -> n.path("runtime_ms").isNumber())
            .map(n -> n.path("runtime_ms").asDouble());
    return number(
        predicted.or(
            () -> last.filter(StepRecord::isOfSearch).map(StepRecord::runtimeMilliseconds)));
  }

  private static OptionalDouble top1(Optional<JsonNode> result, MetricsEnd metrics)
      throws IOException {
    if (result.isPresent()) {
      JsonNode top1 = result.get().path("validation_top1");
      return top1.isNumber() ? OptionalDouble.of(top1.asDouble()) : OptionalDouble.empty();
    }
    return number(metrics.validated().flatMap(StepRecord::validation).map(Validation.Result::top1));
  }

  private static OptionalDouble number(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  /** Time since the last change; none if the file system's clock is ahead. */
  public Duration age(Instant now) {
    Duration age = Duration.between(lastChange, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
