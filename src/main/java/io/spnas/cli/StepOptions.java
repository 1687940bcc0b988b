package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import picocli.CommandLine.Option;

/** What step is measured, and how often. */
final class StepOptions {
  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "224",
      description = "Height and width of the images (default: ${DEFAULT-VALUE}).")
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

  /** Refuses an option that is no number from 1 on. */
  static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException(name + ": " + value + ", expected 1 or more");
    }
  }
}
