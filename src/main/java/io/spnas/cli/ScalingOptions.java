package io.spnas.cli;

import io.spnas.bench.ScalingBenchmark;
import io.spnas.bench.StepSize;
import io.spnas.bench.SupernetStep;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** What each worker of a scaling benchmark computes, and how often. */
final class ScalingOptions {
  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "224",
      description = "Height and width of the images in pixels (default: ${DEFAULT-VALUE}).")
  int size;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "32",
      description = "Images a step of one worker (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "1",
      description = "Threads that compute a worker's step (default: ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "Steps to measure of each number of workers, rounded up to a multiple of 2 (default:"
              + " ${DEFAULT-VALUE}).")
  int steps;

  /** Measures the steps, and tells of each round. */
  void measure(ScalingBenchmark benchmark, PrintStream words) {
    int rounds = (steps + ScalingBenchmark.STRETCH - 1) / ScalingBenchmark.STRETCH;
    for (int i = 1; i <= rounds; i++) {
      benchmark.round();
      words.printf("round %d of %d%n", i, rounds);
    }
  }

  /** What a worker's step computes; refuses what can't be measured. */
  StepSize check() {
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--steps", steps);
    // A size that the network can't have is told before anything is started.
    SupernetStep.network(size);
    return new StepSize(size, batch, threads);
  }
}
