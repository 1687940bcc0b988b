package io.spnas.cli;

import io.spnas.bench.BenchNetworks;
import io.spnas.bench.StepSize;
import io.spnas.config.InvalidInputException;
import io.spnas.space.NetworkShape;
import picocli.CommandLine.Option;

/** What step is measured, and how often. */
final class StepOptions {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = BenchNetworks.SUPERNET,
      description =
          "What is computed: supernet, or a published network such as single-path-nas (default:"
              + " ${DEFAULT-VALUE}).")
  String network;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "224",
      description = "Height and width of the images in pixels (default: ${DEFAULT-VALUE}).")
  int size;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "16",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      description = "Threads that compute a step (default: ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps to measure (default: ${DEFAULT-VALUE}).")
  int steps;

  /**
   * Refuses what can't be measured.
   *
   * @throws InvalidInputException naming the option
   */
  void check() {
    requirePositive("--batch", batch);
    requirePositive("--threads", threads);
    requirePositive("--steps", steps);
  }

  /**
   * The network.
   *
   * @throws InvalidInputException if there is none of that name, or of that size
   */
  NetworkShape shape() {
    return BenchNetworks.of(network, size);
  }

  /** What a step computes. */
  StepSize stepSize() {
    return new StepSize(network, size, batch, threads);
  }

  /** Refuses an option that is no number from 1 on. */
  static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException(name + ": " + value + ", expected 1 or more");
    }
  }
}
