package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.Command.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on local Spark, and what they say of a user's mistakes. */
class MainTest {
  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static Path config;
  private static Path shards;

  @BeforeAll
  static void prepareShards() throws IOException {
    System.setProperty("spark.master", "local[2]");
    config = SmallConfig.write(shared);
    shards = shared.resolve("shards");
    Idx idx = Idx.write(shared, 200);
    Ended prepared =
        run(
            "prepare",
            "idx",
            "--images",
            idx.images.toString(),
            "--labels",
            idx.labels.toString(),
            "--split",
            "train",
            "--shards",
            "3",
            "--out",
            shards.toString(),
            "--json");
    assertThat(prepared.err()).doesNotContain("Exception");
    assertThat(prepared.status()).isZero();
    assertThat(prepared.json().path("images").asInt()).isEqualTo(200);
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Ended search(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "search",
                "--config",
                config.toString(),
                "--run-dir",
                temporary.resolve("run").toString()));
    if (!Arrays.asList(more).contains("--data")) {
      arguments.addAll(List.of("--data", shards.toString()));
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void searchesAndDerivesTheSameNetworkAgain() throws IOException {
    Ended searched = search("--workers", "2", "--json");
    assertThat(searched.err()).doesNotContain("Exception");
    assertThat(searched.status()).isZero();
    assertThat(searched.out().strip().lines()).as("only the result on stdout").hasSize(1);
    JsonNode result = searched.json();
    assertThat(result.path("architecture")).hasSize(20);
    assertThat(result.path("runtime_ms").asDouble()).isBetween(19.0, 132.0);
    assertThat(result.path("cross_entropy").asDouble()).isBetween(0.3, 3.0);

    Path run = temporary.resolve("run");
    List<StepRecord> records =
        io.spnas.report.MetricsLog.read(
            run.resolve("metrics.jsonl").toString(), new Configuration());
    assertThat(records.stream().map(StepRecord::step))
        .containsExactly(5L, 10L, 15L, 20L, 25L, 30L, 35L, 40L);
    String first = Files.readAllLines(run.resolve("metrics.jsonl")).get(0);
    assertThat(first)
        .contains("cross_entropy", "runtime_ms", "runtime_loss", "learning_rate", "top1_train")
        .contains("images_per_second", "step_ms", "compute_ms", "sync_ms", "input_ms");
    byte[] architecture = Files.readAllBytes(run.resolve("architecture.json"));

    Files.delete(run.resolve("architecture.json"));
    Ended derived = run("derive", "--run-dir", run.toString(), "--json");
    assertThat(derived.status()).isZero();
    assertThat(derived.json().path("architecture")).isEqualTo(result.path("architecture"));
    assertThat(Files.readAllBytes(run.resolve("architecture.json"))).isEqualTo(architecture);

    Ended latency =
        run(
            "latency",
            "--architecture",
            run.resolve("architecture.json").toString(),
            "--lut",
            "pixel1",
            "--json");
    assertThat(latency.status()).isZero();
    assertThat(latency.json().path("total_ms").asDouble())
        .isEqualTo(result.path("runtime_ms").asDouble());
    assertThat(latency.json().path("layers")).hasSize(20);
  }

  @Test
  void refusesARunDirectoryInUse() {
    assertThat(search("--set", "search.steps=15").status()).isZero();
    assertMistake(search(), "holds a run already", temporary.resolve("run").toString());
  }

  @Test
  void refusesUnknownSettingsCommandsAndOptions() {
    assertMistake(search("--set", "search.lamda=1"), "search.lamda", "did you mean search.lambda");
    assertMistake(search("--set", "search.steps=many"), "search.steps", "many", "whole number");
    assertMistake(run("serch"), "serch", "search");
    assertMistake(run("latency", "--architecture", "single-path-nas"), "--lut");
  }

  @Test
  void refusesWhatIsNotThere() {
    Path nowhere = temporary.resolve("nowhere");
    assertMistake(search("--data", nowhere.toString()), nowhere.toString());
    assertMistake(search("--set", "latency.table=\"a/b.json\""), "a/b.json");
    assertMistake(run("derive", "--run-dir", nowhere.toString()), nowhere.toString());
    assertMistake(
        run("latency", "--architecture", "resnet-50", "--lut", "pixel1"),
        "resnet-50",
        "single-path-nas");
  }

  @Test
  void refusesAnEmptyDataDirectory() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertMistake(search("--data", empty.toString()), "empty", "train");
  }

  @Test
  void refusesMoreWorkersThanShards() {
    assertMistake(search("--workers", "4"), "3 shards", "4 workers");
    assertMistake(search("--workers", "3"), "search.global-batch = 16", "3 workers");
    assertMistake(search("--workers", "0"), "--workers", "0");
  }

  @Test
  void refusesMoreClassesThanTheNetworkTellsApart() {
    assertMistake(search("--set", "model.classes=3"), "4 classes", "model.classes");
  }

  @Test
  void refusesATableOfAnotherGeometry() {
    assertMistake(search("--set", "latency.geometry=strict"), "pixel1", "224 px");
  }

  @Test
  void aBrokenShardEndsTheRunNamingIt() throws IOException {
    Path broken = Files.createDirectory(temporary.resolve("broken"));
    try (var files = Files.list(shards)) {
      for (Path file : files.toList()) {
        Files.copy(file, broken.resolve(file.getFileName()));
      }
    }
    Path shard = broken.resolve("train-00001-of-00003");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);

    Ended ended = search("--data", broken.toString(), "--workers", "2");
    assertThat(ended.complaint()).hasSize(1);
    assertThat(ended.complaint().get(0)).contains("train-00001-of-00003");
    assertThat(ended.status()).isEqualTo(1);
  }

  @Test
  void benchCompareSaysHowToGetSomethingToCompareWith() {
    assertMistake(run("bench", "compare", "--size", "32"), "submit/local.sh bench compare");
    assertMistake(run("bench", "compare", "--steps", "0"), "--steps: 0");
    assertMistake(run("bench", "step", "--network", "mobilenet-v4"), "mobilenet-v4");
    assertMistake(run("bench", "inference", "--size", "32"), "submit/local.sh bench inference");
    assertMistake(run("bench", "inference", "--rounds", "0"), "--rounds: 0");
  }
}
