package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.RunLines.lastEpoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Shards that are held back from the training of weights: who reads them, and how many it takes.
 */
class HeldBackShardsTest {
  private static final String OWN = "--set=strategy.name=" + EveryOther.class.getName();

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void write() throws IOException {
    shards = SmallShards.write(shared);
  }

  private Path run() {
    return temporary.resolve("run");
  }

  @Test
  void aStrategyOfTheUsersOwnReadsHeldBackImagesAndResumesToTheBit() throws IOException {
    String last = "checkpoints/step-00000040.checkpoint";
    String[] arguments = {OWN, "--set=strategy.held-back=0.4", "--json"};
    Ended own = shards.search(run(), arguments);
    assertThat(own.status()).as(own.err()).isZero();
    assertThat(lastEpoch(run())).as("of all shards").isEqualTo(40 * 16 / 200.0, within(1e-6));
    byte[] unbroken = Files.readAllBytes(run().resolve(last));
    Files.delete(run().resolve(last));
    Ended resumed = shards.search(run(), OWN, "--set=strategy.held-back=0.4", "--json", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(run().resolve(last))).isEqualTo(unbroken);
    assertThat(resumed.json().path("architecture")).isEqualTo(own.json().path("architecture"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.spnas.cli.EveryOther | 2 | 1 of 3 shards of split train are held back, 2 are not,"
            + " expected at least 2 of each",
        "one-shot-random | 3 | 1 of 3 shards of split train are held back, 2 are not, expected at"
            + " least 3 of these",
      })
  void tooFewShardsForTheWorkersAreRefused(String strategy, int workers, String told) {
    assertMistake(
        shards.search(
            run(),
            "--set=strategy.name=" + strategy,
            "--workers=" + workers,
            "--set=search.global-batch=12"),
        workers + " workers with strategy.held-back = 0.2",
        told);
    assertThat(run()).doesNotExist();
  }
}
