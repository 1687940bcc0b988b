package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import io.spnas.profile.RuntimeKind;
import io.spnas.spark.compare.CompareRequest;
import io.spnas.spark.run.RunRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a comparison is told: methods, seeds, target, settings, data, directory, workers. */
final class CompareOptions {
  private static final String METHODS = "--methods";
  private static final String TARGET = "--target-latency-ms";

  @Option(
      names = METHODS,
      required = true,
      split = ",",
      paramLabel = "M",
      description =
          "What is compared: search strategies, by name or class, and published networks. The others"
              + " are tested against the first.")
  private List<String> methods;

  @Option(
      names = SeedList.OPTION,
      required = true,
      split = ",",
      paramLabel = "S",
      description = "Each method searches and trains once with each of these seeds.")
  private List<String> seeds;

  @Option(
      names = TARGET,
      required = true,
      paramLabel = "MS",
      description = "Latency of the networks to find, by the settings' latency table, in ms.")
  private double target;

  @Mixin private SettingsOptions settings;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards: splits train and validation.")
  private String data;

  @Option(
      names = "--run-dir",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the comparison and its runs; new or empty, unless --resume.")
  private String directory;

  @Option(
      names = "--workers",
      defaultValue = "1",
      paramLabel = "N",
      description = "Workers that share each step of a run (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--parallel",
      defaultValue = "1",
      paramLabel = "N",
      description = "Runs at the same time, each with its workers (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--runtime",
      paramLabel = "onnx|bigdl",
      defaultValue = "onnx",
      description =
          "What runs the networks whose latency the driver measures at the end (default:"
              + " ${DEFAULT-VALUE}).")
  private RuntimeKind runtime;

  @Option(
      names = "--resume",
      description =
          "Keep what is done, continue or begin the rest, failed cells too; methods and seeds may be"
              + " added.")
  private boolean resume;

  String directory() {
    return directory;
  }

  /**
   * Checks the options and loads the settings.
   *
   * @throws InvalidInputException if they can't be
   */
  CompareRequest request() {
    StepOptions.requirePositive("--workers", workers);
    StepOptions.requirePositive("--parallel", parallel);
    if (!(target > 0) || Double.isInfinite(target)) {
      throw new InvalidInputException("Invalid %s: %s, expected ms above 0", TARGET, target);
    }
    return new CompareRequest(
        settings.load("search.target-latency-ms=" + target),
        distinct(),
        SeedList.of(seeds),
        data,
        directory,
        workers,
        parallel,
        resume ? RunRequest.Start.RESUME : RunRequest.Start.NEW,
        runtime);
  }

  private List<String> distinct() {
    Set<String> names = new LinkedHashSet<>();
    for (String method : methods) {
      if (!names.add(method.strip())) {
        throw new InvalidInputException("Invalid %s: %s is there twice", METHODS, method.strip());
      }
    }
    return List.copyOf(names);
  }
}
