package io.spnas.cli;

import io.spnas.bench.ScalingBenchmark;
import io.spnas.bench.StepSize;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench scaling}: what more workers bring on this machine. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = "Measure a search's steps by several numbers of workers on this machine.",
    footer = {
      "",
      "Forward, backward, all-reduce over a real ring, update; each worker is a JVM of its own. Beside it the same workers step without a ring.",
      "",
      "Examples:",
      "  bench scaling --workers 1,2 --size 96 --batch 16",
      "  bench scaling --workers 1,2,4 --size 224 --batch 32 --threads 1 --steps 12"
    })
final class BenchScalingCommand implements Callable<Integer> {
  @Option(
      names = "--workers",
      paramLabel = "W",
      split = ",",
      defaultValue = "1,2",
      description = "Numbers of workers (default: ${DEFAULT-VALUE}).")
  private List<Integer> workers;

  @Mixin private ScalingOptions options;
  @Mixin private Results results;

  @Override
  public Integer call() {
    workers.forEach(number -> StepOptions.requirePositive("--workers", number));
    StepSize size = options.check();
    try (ScalingBenchmark benchmark = ScalingBenchmark.start(size, workers)) {
      options.measure(benchmark, results.words());
      ScalingReport report = new ScalingReport(benchmark);
      report.print(results.words());
      results.print(report.put(results.object()));
    }
    return 0;
  }
}
