package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.AllReduceBenchmark;
import io.spnas.bench.SumContestant;
import io.spnas.config.InvalidInputException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench allreduce}: how fast a buffer is summed over workers. */
@Command(
    name = "allreduce",
    mixinStandardHelpOptions = true,
    description = "Measure how fast workers on this machine sum a buffer of fp32 numbers.",
    footer = {
      "",
      "Each worker is a JVM of its own and checks every sum bit by bit; plain sockets and the machine's memory are measured beside them.",
      "",
      "Examples:",
      "  bench allreduce --workers 4",
      "  bench allreduce --workers 2 --bytes 19335072 --encrypted"
    })
final class BenchAllReduceCommand implements Callable<Integer> {
  private static final int MIN_WARM_UP_ROUNDS = 5;

  @Option(
      names = "--workers",
      paramLabel = "W",
      defaultValue = "2",
      description = "Ranks, 2 or more (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "19335072",
      description = "Bytes to sum (default: ${DEFAULT-VALUE}, the supernet's gradients).")
  private int bytes;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "40",
      description = "Sums to measure, after half as many to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--encrypted",
      description = "Measure the ring with Spark's authentication and AES encryption too.")
  private boolean encrypted;

  @Mixin private Results results;

  @Override
  public Integer call() {
    check();
    Set<SumContestant> contestants = EnumSet.allOf(SumContestant.class);
    if (!encrypted) {
      contestants.remove(SumContestant.ENCRYPTED_RING);
    }
    ObjectNode json = results.object();
    json.put("workers", workers);
    json.put("bytes", bytes);
    try (AllReduceBenchmark benchmark =
        new AllReduceBenchmark(workers, bytes / Float.BYTES, contestants)) {
      benchmark.measure(Math.max(MIN_WARM_UP_ROUNDS, rounds / 2), rounds);
      tell(benchmark, json);
    }
    results.print(json);
    return 0;
  }

  private void check() {
    StepOptions.requirePositive("--rounds", rounds);
    if (workers < 2) {
      throw new InvalidInputException("--workers: " + workers + ", expected 2 or more");
    }
    if (bytes < Float.BYTES || bytes % Float.BYTES != 0) {
      throw new InvalidInputException("--bytes: " + bytes + ", expected a multiple of 4 above 0");
    }
  }

  private void tell(AllReduceBenchmark benchmark, ObjectNode json) {
    PrintStream words = results.words();
    double best = socketsBest(benchmark);
    double median = socketsMedian(benchmark);
    words.printf(
        "%-28s %9s %10s %19s%n",
        "Sum of " + bytes + " bytes", "best, ms", "median, ms", "sockets'");
    for (SumContestant each : benchmark.contestants()) {
      words.printf(
          "%-28s %9.2f %10.2f %8.2f (best) %.2f (median)%n",
          each.label(),
          benchmark.best(each),
          benchmark.median(each),
          best / benchmark.best(each),
          median / benchmark.median(each));
      json.put(each.key() + "_ms", benchmark.best(each));
      json.put(each.key() + "_ms_median", benchmark.median(each));
    }
    put(json, "ratio", benchmark, SumContestant.RING);
    if (encrypted) {
      put(json, "encrypted_ratio", benchmark, SumContestant.ENCRYPTED_RING);
    }
  }

  /** How many times as fast as sockets with their better chunk size. */
  private static void put(
      ObjectNode json, String field, AllReduceBenchmark benchmark, SumContestant contestant) {
    json.put(field, socketsBest(benchmark) / benchmark.best(contestant));
    json.put(field + "_median", socketsMedian(benchmark) / benchmark.median(contestant));
  }

  private static double socketsBest(AllReduceBenchmark benchmark) {
    return Math.min(
        benchmark.best(SumContestant.SOCKETS_256K), benchmark.best(SumContestant.SOCKETS_1M));
  }

  private static double socketsMedian(AllReduceBenchmark benchmark) {
    return Math.min(
        benchmark.median(SumContestant.SOCKETS_256K), benchmark.median(SumContestant.SOCKETS_1M));
  }
}
