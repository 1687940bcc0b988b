package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.cli.Command.Ended;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code search --resume} on local Spark. */
class ResumeTest {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void prepareShards() throws IOException {
    System.setProperty("spark.master", "local[2]");
    shards = SmallShards.write(shared);
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private Ended search(String... more) {
    return shards.search(run(), more);
  }

  private Checkpoint newest() throws IOException {
    return new CheckpointDirectory(run().resolve("checkpoints").toString(), new Configuration())
        .newest()
        .orElseThrow();
  }

  @Test
  void resumedSearchEndsWithTheSameBits() throws IOException {
    assertThat(search("--workers", "2").status()).isZero();
    Path run = run();
    byte[] unbroken = Files.readAllBytes(run.resolve("checkpoints/step-00000040.checkpoint"));
    String metrics = Files.readString(run.resolve("metrics.jsonl"));
    Files.delete(run.resolve("checkpoints/step-00000040.checkpoint"));

    Ended resumed = search("--workers", "2", "--resume");
    assertThat(resumed.err()).doesNotContain("Exception");
    assertThat(resumed.status()).isZero();
    assertThat(Files.readAllBytes(run.resolve("checkpoints/step-00000040.checkpoint")))
        .isEqualTo(unbroken);
    assertThat(losses(Files.readString(run.resolve("metrics.jsonl")))).isEqualTo(losses(metrics));
  }

  /** What of the metrics does not depend on the clock. */
  private static List<String> losses(String metrics) {
    return metrics
        .lines()
        .map(line -> line.replaceAll("\"(images_per_second|\\w+_ms)\":[-0-9.E]+,?", ""))
        .toList();
  }

  @Test
  void resumeRefusesOtherSettingsByName() {
    assertThat(search("--set", "search.steps=15").status()).isZero();
    assertMistake(
        search("--resume", "--set", "search.steps=15", "--set", "search.lambda=0.5"),
        "search.lambda = 0.5",
        "the run has 0.002");
  }

  @Test
  void resumeAllowsMoreSteps() throws IOException {
    assertThat(search("--workers=2").status()).isZero();
    byte[] unbroken = Files.readAllBytes(run().resolve(LAST));
    Ended longer = search("--workers=2", "--resume", "--set=search.steps=60");
    assertThat(longer.status()).as(longer.err()).isZero();
    assertThat(newest().step()).isEqualTo(60);
    assertThat(Files.readAllBytes(run().resolve(LAST))).isEqualTo(unbroken);
    assertMistake(search("--resume", "--set=search.steps=50"), "search.steps = 50");
  }

  @Test
  void resumeWithAnotherNumberOfWorkersWorksAndSaysThatBitsDiffer() throws IOException {
    assertThat(search("--workers=2").status()).isZero();
    Files.delete(run().resolve(LAST));
    Ended resumed = search("--workers=1", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(SearchProcess.events(run(), "resume"))
        .singleElement()
        .asString()
        .contains("\"step\":20,", "\"workers\":1,", "1 workers go on with what 2 began");
    Checkpoint checkpoint = newest();
    assertThat(checkpoint.step()).isEqualTo(40);
    assertThat(checkpoint.origin().workers()).isEqualTo(1);
  }

  @Test
  void resumeBeginsWhereThereIsNoRun() throws IOException {
    Ended begun = search("--workers=2", "--resume", "--json");
    assertThat(begun.status()).as(begun.err()).isZero();
    assertThat(newest().step()).isEqualTo(40);
    assertThat(begun.json().path("architecture")).hasSizeGreaterThan(3);
  }

  @Test
  void resumeBeginsWhereARunWasKilledAsItBegan() throws IOException {
    Files.createDirectories(run());
    Files.writeString(run().resolve(".config.resolved.conf.tmp"), "search.st");
    assertThat(search("--resume", "--set=search.steps=20").status()).isZero();
    assertThat(newest().step()).isEqualTo(20);
  }

  @Test
  void resumeDoesNotBeginAmongOtherFiles() throws IOException {
    Files.createDirectories(run());
    Files.writeString(run().resolve("precious"), "");
    assertMistake(search("--resume"), "holds other files", run().toString());
  }

  @Test
  void resumeOfADoneRunGivesItsResultAgainAtOnce() throws IOException {
    Ended done = search("--workers=2", "--json");
    assertThat(done.status()).as(done.err()).isZero();
    Ended again = search("--workers=2", "--resume", "--json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.err()).as("starts no Spark").doesNotContain("workers, from step");
    assertThat(again.json().path("architecture")).isEqualTo(done.json().path("architecture"));
    assertThat(again.json().path("cross_entropy").asDouble())
        .isCloseTo(done.json().path("cross_entropy").asDouble(), within(1e-6));
  }

  @Test
  void resumeBeforeTheFirstCheckpointBeginsAtTheFirstStep() throws IOException {
    assertThat(search("--workers=2").status()).isZero();
    byte[] unbroken = Files.readAllBytes(run().resolve(LAST));
    for (Path checkpoint : SearchProcess.checkpoints(run())) {
      Files.delete(checkpoint);
    }
    Ended resumed = search("--workers=2", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(run().resolve(LAST))).isEqualTo(unbroken);
  }

  @Test
  void resumeRefusesCheckpointsOfWhichNoneCanBeRead() throws IOException {
    assertThat(search("--workers=2").status()).isZero();
    for (Path checkpoint : SearchProcess.checkpoints(run())) {
      Files.write(checkpoint, new byte[100]);
    }
    Ended resumed = search("--workers=2", "--resume");
    assertThat(resumed.status()).isEqualTo(2);
    assertThat(resumed.err()).contains("none of its checkpoints can be read", run().toString());
  }

  @Test
  void resumeRefusesAnotherRunsCheckpoint() throws IOException {
    assertThat(search("--set=search.lambda=0.5").status()).isZero();
    Path config = run().resolve("config.resolved.conf");
    Files.writeString(
        config, Files.readString(config).replace("search.lambda = 0.5", "search.lambda = 0.25"));
    assertMistake(
        search("--resume", "--set=search.lambda=0.25"),
        "the checkpoint of step 40",
        "search.lambda = 0.25, the run has 0.5");
  }

  @Test
  void aRunThatWasStoppedBeforeItBeganIsNotStoppedAgain() throws IOException {
    assertThat(search("--set=search.steps=20").status()).isZero();
    Files.createFile(run().resolve("stop"));
    Ended resumed = search("--resume", "--set=search.steps=30");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(run().resolve("stop")).doesNotExist();
  }
}
