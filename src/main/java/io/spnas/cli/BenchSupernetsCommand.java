package io.spnas.cli;

import io.spnas.bench.StepSize;
import io.spnas.bench.SupernetBenchmark;
import io.spnas.bench.SupernetLoad;
import io.spnas.bench.SupernetStep;
import io.spnas.bench.ThisProcess;
import io.spnas.config.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench supernets}: what the supernets of several strategies cost. */
@Command(
    name = "supernets",
    mixinStandardHelpOptions = true,
    description = "Measure parameters, memory and step time of strategies' supernets.",
    footer = {
      "",
      "In the paper's space with 1000 classes, on random images, each in a JVM of its own; ratios are to the first strategy. All are in memory at a time.",
      "",
      "Examples:",
      "  bench supernets --size 224 --batch 16 --threads 2",
      "  bench supernets --strategies single-path,proxyless --rounds 20 --json"
    })
final class BenchSupernetsCommand implements Callable<Integer> {
  @Option(
      names = "--strategies",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "single-path,darts,fbnet,proxyless",
      description =
          "Strategies, or classes that are strategies; ratios are to the first (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> strategies;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "224",
      description = "Height and width of the images in pixels (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "16",
      description = "Images a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      description = "Threads that compute a step (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Steps of each in a round, rounded up to a multiple of 2, as steps for weights and for"
              + " architecture weights alternate (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "10",
      description =
          "Rounds to measure; one more warms up and does not count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private Results results;

  @Override
  public Integer call() {
    List<SupernetLoad> loads = check();
    int stretch = steps + steps % 2;
    try (SupernetBenchmark benchmark = SupernetBenchmark.start(loads, stretch)) {
      for (int i = 1; i <= rounds; i++) {
        benchmark.round(stretch);
        results.words().printf("round %d of %d%n", i, rounds);
      }
      SupernetsReport report = new SupernetsReport(benchmark.all(), batch);
      report.print(results.words());
      results.print(report.put(results.object()));
    }
    return 0;
  }

  /** Refuses what can't be measured. */
  private List<SupernetLoad> check() {
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--steps", steps);
    StepOptions.requirePositive("--rounds", rounds);
    if (new HashSet<>(strategies).size() < strategies.size()) {
      throw new InvalidInputException(
          "--strategies: %s, expected each but once", String.join(",", strategies));
    }
    // A size that the network can't have is told as such.
    SupernetStep.network(size);
    StepSize step = new StepSize(size, batch, threads);
    List<SupernetLoad> loads =
        strategies.stream().map(name -> SupernetLoad.of(name, step)).toList();
    double needed = loads.stream().mapToDouble(SupernetLoad::mebibytes).sum();
    double available = ThisProcess.availableMebibytes();
    if (needed > available) {
      throw new InvalidInputException(
          "Not enough memory for %s at --size %d --batch %d: they take some %.0f MiB, expected at"
              + " most the %.0f MiB that are available; lower --batch or name fewer",
          String.join(", ", strategies), size, batch, needed, available);
    }
    return loads;
  }
}
