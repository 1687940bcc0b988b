package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches with two executors in JVMs of their own. */
class LocalClusterIT {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static Path config;
  private static Path shards;

  @BeforeAll
  static void prepareShards() throws Exception {
    config = SmallConfig.write(shared);
    shards = shared.resolve("shards");
    Idx idx = Idx.write(shared, 400);
    Ended prepared =
        new LocalScript(shared, Map.of())
            .run(
                "prepare",
                "idx",
                "--images",
                idx.images.toString(),
                "--labels",
                idx.labels.toString(),
                "--split",
                "train",
                "--shards",
                "4",
                "--out",
                shards.toString(),
                "--json");
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.out().lines()).hasSize(1);
  }

  private String[] search(Path run, String... more) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "search",
                "--config",
                config.toString(),
                "--data",
                shards.toString(),
                "--run-dir",
                run.toString(),
                "--workers",
                "2"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void twoJvmsGiveTheBitsOfTwoThreads() throws Exception {
    Path apart = temporary.resolve("apart");
    Path together = temporary.resolve("together");
    Ended cluster = LocalScript.onTwoExecutors(temporary).run(search(apart, "--json"));
    assertThat(cluster.status()).as(cluster.err()).isZero();
    assertThat(cluster.out().lines()).as("only the result on stdout").hasSize(1);
    Ended threads = new LocalScript(temporary, Map.of()).run(search(together));
    assertThat(threads.status()).as(threads.err()).isZero();
    assertThat(Files.readAllBytes(apart.resolve(LAST)))
        .isEqualTo(Files.readAllBytes(together.resolve(LAST)));
    assertThat(Files.readString(apart.resolve("architecture.json")))
        .isEqualTo(Files.readString(together.resolve("architecture.json")));
  }

  @Test
  @Tag("slow")
  void aKilledWorkerEndsTheRunNamingIt() throws Exception {
    Path run = temporary.resolve("run");
    Process process =
        LocalScript.onTwoExecutors(temporary)
            .start(search(run, "--set", "search.steps=1000000", "--set", "metrics.every-steps=1"));
    ProcessHandle executor = awaitSteps(process, run.resolve("metrics.jsonl"));
    executor.destroyForcibly();
    long killed = System.nanoTime();
    Ended ended = new LocalScript(temporary, Map.of()).await(process);
    Duration took = Duration.ofNanos(System.nanoTime() - killed);

    assertThat(took).isLessThan(Duration.ofSeconds(60));
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    List<String> lines = ended.err().lines().toList();
    assertThat(lines.get(lines.size() - 1)).matches(".*Worker [01] of 2 on .*").contains("lost");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSizeGreaterThan(3);
  }

  /** Waits until the search steps, and gives one of its executors. */
  private static ProcessHandle awaitSteps(Process process, Path metrics)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (Files.exists(metrics) && Files.readAllLines(metrics).size() > 3) {
        return LocalScript.executors(process).get(0);
      }
      Thread.sleep(200);
    }
    throw new AssertionError("the search took no step within two minutes");
  }
}
