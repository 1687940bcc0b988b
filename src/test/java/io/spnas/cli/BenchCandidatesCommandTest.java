package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bench candidates} on local Spark. */
class BenchCandidatesCommandTest {
  @TempDir private static Path shared;

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

  private static Ended bench(String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "bench";
    arguments[1] = "candidates";
    arguments[2] = "--config=" + shards.config();
    arguments[3] = "--data=" + shards.directory();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Command.run(arguments);
  }

  @Test
  void tellsTheRatesOfOneAndOfSeveralWorkers() throws IOException {
    Ended ended = bench("--candidates=3", "--rounds=2", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode json = ended.json();
    assertThat(json.path("candidates").asInt()).isEqualTo(3);
    assertThat(json.path("images").asInt()).as("one of three shards").isBetween(60, 70);
    assertThat(json.path("rounds")).hasSize(2);
    assertThat(json.path("rounds_one")).hasSize(2);
    assertThat(json.path("candidates_per_second").asDouble())
        .as("the mean of two")
        .isEqualTo(
            (json.at("/rounds/0").asDouble() + json.at("/rounds/1").asDouble()) / 2, within(1e-9));
    assertThat(json.path("efficiency").asDouble())
        .isEqualTo(
            json.path("candidates_per_second").asDouble()
                / json.path("candidates_per_second_one").asDouble()
                / 2,
            within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--candidates=0 | --candidates: 0",
        "--rounds=0 | --rounds: 0",
        "--workers=3 | Cannot start 3 workers",
        "--set=model.classes=2 | has 4 classes, the network 2",
      })
  void refusesMistakesInOneLine(String option, String told) {
    assertMistake(bench(option), told);
  }
}
