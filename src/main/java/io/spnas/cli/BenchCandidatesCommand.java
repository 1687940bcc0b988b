package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.Settings;
import io.spnas.spark.candidates.ScoringTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench candidates}: how fast one-shot strategies score networks. */
@Command(
    name = "candidates",
    mixinStandardHelpOptions = true,
    description = "Measure how fast workers score candidates, by one and by several workers.",
    footer = {
      "",
      "Workers are the executors' tasks: SPNAS_MASTER=local-cluster[2,1,2048] gives two of a core each.",
      "One and several workers take turns; the first turn of both is not counted.",
      "",
      "Examples:",
      "  bench candidates --config conf/fashion-mnist.conf --data shards",
      "  bench candidates --config my.conf --data shards --workers 4 --candidates 64 --rounds 5"
    })
final class BenchCandidatesCommand implements Callable<Integer> {
  @Mixin private SettingsOptions settings;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the shards.")
  private String data;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Workers that take turns with a single one (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "16",
      description = "Networks to score in a turn (default: ${DEFAULT-VALUE}).")
  private int candidates;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each; the medians are told (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private Results results;

  @Override
  public Integer call() throws Exception {
    StepOptions.requirePositive("--workers", workers);
    StepOptions.requirePositive("--candidates", candidates);
    StepOptions.requirePositive("--rounds", rounds);
    Settings loaded = settings.load();
    Path directory = Files.createTempDirectory("spnas-candidates");
    try (SparkApplication spark = new SparkApplication("bench candidates")) {
      ScoringTrial trial =
          new ScoringTrial(
              loaded,
              data,
              directory.resolve("supernet").toString(),
              workers,
              candidates,
              spark.get());
      trial.requireRoom(workers, loaded);
      measure(trial);
      spark.done();
    } finally {
      delete(directory);
    }
    return 0;
  }

  private void measure(ScoringTrial trial) {
    trial.sideBySide();
    trial.oneAfterTheOther();
    List<Double> one = new ArrayList<>();
    List<Double> several = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      one.add(candidates / trial.oneAfterTheOther());
      several.add(candidates / trial.sideBySide());
      results
          .words()
          .printf(
              Locale.ROOT,
              "round %d: %.3f candidates/s by 1 worker, %.3f by %d%n",
              round + 1,
              one.get(round),
              several.get(round),
              workers);
    }
    double efficiency = median(several) / median(one) / workers;
    results
        .words()
        .printf(
            Locale.ROOT,
            "%d networks on %d held-back images each, medians of %d rounds: %.3f candidates/s by 1"
                + " worker, %.3f by %d: %.3f of linear%n",
            candidates,
            trial.images(),
            rounds,
            median(one),
            median(several),
            workers,
            efficiency);
    ObjectNode json = results.object();
    json.put("candidates", candidates);
    json.put("images", trial.images());
    json.put("workers", workers);
    json.put("candidates_per_second_one", median(one));
    json.put("candidates_per_second", median(several));
    json.put("efficiency", efficiency);
    put(json.putArray("rounds_one"), one);
    put(json.putArray("rounds"), several);
    results.print(json);
  }

  private static void put(ArrayNode array, List<Double> values) {
    values.forEach(array::add);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
