package io.spnas.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.config.Settings;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run's directory tells of it: a run that is over, goes on, or was broken off.
 *
 * @param directory path of the directory, as given
 * @param kind what the run does
 * @param settings its resolved settings
 * @param starts what its drivers said of themselves
 * @param records records of its steps, in their order
 * @param events what happened between steps
 * @param architecture text of architecture.json: what was found, or is trained
 * @param result what a training came to, once it is over
 * @param evaluation what the last evaluation of its network counted
 * @param lastChange when anything of the run was last written
 */
public record RunView(
    String directory,
    Kind kind,
    Settings settings,
    List<RunStart> starts,
    List<StepRecord> records,
    List<RunEvent> events,
    Optional<String> architecture,
    Optional<JsonNode> result,
    Optional<RunEvaluation> evaluation,
    Instant lastChange) {

  /** What a run does. */
  public enum Kind {
    /** Searches a network. */
    SEARCH,
    /** Trains one. */
    TRAINING
  }

  /**
   * Reads what is there.
   *
   * @param runDirectory directory of the run
   * @param hadoop how to reach its file system
   * @throws InvalidInputException if there is no run
   * @throws IOException if the directory can't be read
   */
  public static RunView read(String runDirectory, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    Settings settings = Settings.parse(directory.configuration());
    return new RunView(
        runDirectory,
        directory.holdsTraining() ? Kind.TRAINING : Kind.SEARCH,
        settings,
        directory.starts(),
        MetricsLog.read(directory.metrics(), hadoop),
        MetricsLog.events(directory.metrics(), hadoop),
        directory.holdsArchitecture() ? Optional.of(directory.architecture()) : Optional.empty(),
        directory.holdsResult()
            ? Optional.of(JsonText.parse(directory.result()))
            : Optional.empty(),
        directory.evaluation(),
        directory.lastChange());
  }

  /** The last record of a step. */
  public Optional<StepRecord> last() {
    return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
  }

  /** Share of the run's length that its records cover, 0 to 1. */
  public double progress() {
    if (records.isEmpty() && isOver()) {
      return 1;
    }
    return last()
        .map(
            record ->
                kind == Kind.SEARCH
                    ? (double) record.step() / settings.search().steps()
                    : record.epoch() / settings.train().epochs())
        .map(share -> Math.min(1, share))
        .orElse(0.0);
  }

  /** Whether the run has done all it was to do. */
  public boolean isOver() {
    // A search without a record trains nothing.
    return kind == Kind.SEARCH
        ? architecture.isPresent()
            && last().map(StepRecord::step).orElse(Long.MAX_VALUE) >= settings.search().steps()
        : result.isPresent();
  }

  /** How the run is; unless it is over, it counts as stopped if it has not written since then. */
  public RunState state(Instant silentSince) {
    return isOver() ? RunState.OVER : RunState.unfinished(lastChange, silentSince);
  }
}
