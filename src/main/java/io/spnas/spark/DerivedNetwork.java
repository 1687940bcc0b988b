package io.spnas.spark;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.ObjectiveTables;
import io.spnas.nas.CandidateScores;
import io.spnas.report.RunDirectory;
import io.spnas.space.Architecture;
import io.spnas.space.ArchitectureJson;
import io.spnas.spark.candidates.KeptScores;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The network that a search's strategy chooses.
 *
 * @param architecture the network
 * @param tables tables of what the run made small
 * @param runtimeMilliseconds runtime that the table of latency predicts, ms
 * @param step steps of the supernet that it was chosen with; 0 if there is none
 */
public record DerivedNetwork(
    Architecture architecture, ObjectiveTables tables, double runtimeMilliseconds, long step) {

  /**
   * Chooses again, with the last checkpoint and the scores that there are, and writes the run's
   * architecture.json.
   *
   * @param runDirectory directory of the run
   * @param hadoop how to reach file systems
   * @throws InvalidInputException if there is no run, no checkpoint or no score where one is
   *     needed, or a table can't be used
   * @throws IOException if the directory can't be read or written
   */
  public static DerivedNetwork of(String runDirectory, Configuration hadoop) throws IOException {
    RunDirectory directory = new RunDirectory(runDirectory, hadoop);
    SearchRecipe recipe = new SearchRecipe(Settings.parse(directory.configuration()));
    SearchSupernet supernet = SearchSupernet.of(directory, recipe, hadoop);
    try {
      return of(directory, recipe, supernet, new KeptScores(directory, supernet.step(), hadoop));
    } catch (KeptScores.MissingException e) {
      throw new InvalidInputException("%s", e.getMessage());
    }
  }

  /** Chooses, and writes architecture.json. */
  static DerivedNetwork of(
      RunDirectory directory, SearchRecipe recipe, SearchSupernet supernet, CandidateScores scores)
      throws IOException {
    ObjectiveTables tables = recipe.problem().tables();
    Architecture architecture = recipe.strategy().choose(supernet.trained(), scores);
    double runtime = LatencyPrediction.of(tables.latency(), architecture).total();
    directory.architecture(ArchitectureJson.write(architecture, runtime, tables.latency().name()));
    return new DerivedNetwork(architecture, tables, runtime, supernet.step());
  }
}
