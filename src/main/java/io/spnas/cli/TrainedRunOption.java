package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import io.spnas.report.RunDirectory;
import io.spnas.report.TrainedRun;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Option;

/** The run whose network a command uses. */
final class TrainedRunOption {
  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of a training that is over.")
  private String directory;

  /** The network of the run. */
  TrainedModel load(Configuration hadoop) throws IOException {
    return TrainedRun.load(directory, hadoop);
  }

  /** The run's directory. */
  RunDirectory directory(Configuration hadoop) {
    return new RunDirectory(directory, hadoop);
  }

  /**
   * Refuses a network whose training diverged.
   *
   * @param output something it computed
   */
  void requireFinite(double output) {
    if (!Double.isFinite(output)) {
      throw new InvalidInputException(
          "The network in %s computes %s, expected finite numbers: its training has diverged",
          directory, output);
    }
  }
}
