package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.ObjectiveTables;
import io.spnas.nas.CandidateScores;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.Strategies;
import io.spnas.nas.TrainedSupernet;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.TrainingState;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The network that a run's last checkpoint spells out.
 *
 * @param architecture the network
 * @param tables tables of what the run made small
 * @param runtimeMilliseconds runtime that the table of latency predicts, ms
 * @param step steps done at the checkpoint
 */
public record DerivedNetwork(
    Architecture architecture, ObjectiveTables tables, double runtimeMilliseconds, long step) {

  /**
   * Reads a run's last checkpoint, and writes its architecture.json.
   *
   * @param runDirectory directory of the run
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if there is no run or no checkpoint, or a table can't be used
   * @throws IOException if the directory can't be read or written
   */
  public static DerivedNetwork of(String runDirectory, Configuration hadoop) throws IOException {
    return of(runDirectory, hadoop, DerivedNetwork::unscored);
  }

  private static List<Double> unscored(List<Architecture> networks) {
    throw new InvalidInputException(
        "The run's strategy scores candidates, %d of which have no score: expected a search that has"
            + " ended; search --resume ends it",
        networks.size());
  }

  /** As {@link #of(String, Configuration)}, where candidates can be scored. */
  static DerivedNetwork of(String runDirectory, Configuration hadoop, CandidateScores scores)
      throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    Settings settings = Settings.parse(directory.configuration());
    SearchProblem problem = SearchProblem.of(settings);
    ObjectiveTables tables = problem.tables();
    Checkpoint checkpoint =
        new CheckpointDirectory(directory.checkpoints(), hadoop)
            .newest()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "No checkpoint that can be read in %s", directory.checkpoints()));
    TrainingState state = checkpoint.state();
    Architecture architecture =
        Strategies.of(problem)
            .choose(
                new TrainedSupernet(state.parameters(), state.averages(), state.carried()), scores);
    double runtime = LatencyPrediction.of(tables.latency(), architecture).total();
    directory.architecture(ArchitectureJson.write(architecture, runtime, tables.latency().name()));
    return new DerivedNetwork(architecture, tables, runtime, checkpoint.step());
  }
}
