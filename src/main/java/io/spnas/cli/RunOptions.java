package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import io.spnas.spark.run.RunRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every run is told: settings, data, directory and workers. */
final class RunOptions {
  @Mixin private SettingsOptions settings;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards.")
  private String data;

  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the run; new or empty, unless --resume is given.")
  private String runDirectory;

  @Option(
      names = "--workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers that share each step (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--resume",
      description =
          "Continue the directory's run, or begin it where there is none; of one that is over, tell"
              + " the result.")
  private boolean resume;

  String runDirectory() {
    return runDirectory;
  }

  /**
   * Checks the options and loads the settings.
   *
   * @throws InvalidInputException if they can't be
   */
  RunRequest request() {
    if (workers < 1) {
      throw new InvalidInputException("Invalid --workers: %d, expected at least 1", workers);
    }
    return new RunRequest(
        settings.load(),
        data,
        runDirectory,
        workers,
        resume ? RunRequest.Start.RESUME : RunRequest.Start.NEW);
  }
}
