package io.spnas.cli;

import io.spnas.bench.BenchNetworks;
import io.spnas.bench.InferencePeer;
import io.spnas.bench.StepSize;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench inference}: evaluation of a network beside that by other software. */
@Command(
    name = "inference",
    mixinStandardHelpOptions = true,
    description = "Measure a network's evaluation in turn with other software's of the same one.",
    footer = {
      "",
      "Forward only, on random images, with the same weights; each software is in a JVM of its own.",
      "",
      "Examples:",
      "  bench inference --batch 1 --threads 1",
      "  bench inference --network single-path-nas --size 224 --batch 1 --threads 2 --rounds 200"
    })
final class BenchInferenceCommand implements Callable<Integer> {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      defaultValue = "single-path-nas",
      description = "A published network, or supernet (default: ${DEFAULT-VALUE}).")
  private String network;

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
      description = "Images at a time (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "2",
      description = "Threads that compute a batch (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "50",
      description = "Batches of each to measure (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private PeerComparison comparison;
  @Mixin private Results results;

  @Override
  public Integer call() {
    StepOptions.requirePositive("--batch", batch);
    StepOptions.requirePositive("--threads", threads);
    StepOptions.requirePositive("--rounds", rounds);
    // A network or a size that can't be is told before anything is started.
    BenchNetworks.of(network, size);
    StepSize step = new StepSize(network, size, batch, threads);
    comparison.run(new InferencePeer(), "bench inference", step, rounds, results);
    return 0;
  }
}
