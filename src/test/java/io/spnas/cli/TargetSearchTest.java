package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code search} with a target latency, on local Spark. */
class TargetSearchTest {
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

  private Ended search(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--json");
    return shards.search(temporary.resolve("run"), arguments.toArray(String[]::new));
  }

  private List<JsonNode> records() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(temporary.resolve("run/metrics.jsonl"))) {
      records.add(new ObjectMapper().readTree(line));
    }
    return records;
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 80, 110})
  void searchEndsAtTheTarget(int milliseconds) throws IOException {
    Ended ended = search("--set=search.target-latency-ms=" + milliseconds);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.json().path("runtime_ms").asDouble())
        .isEqualTo(milliseconds, within(0.02 * milliseconds));
    assertThat(ended.json().path("target_latency_ms").asDouble()).isEqualTo(milliseconds);
    assertThat(ended.err())
        .containsPattern("Asked for " + milliseconds + "[.0]* ms: .* off by [+-]0\\.");
    JsonNode last = records().get(records().size() - 1);
    assertThat(last.path("runtime_ms").asDouble())
        .as("the record's R is the network's")
        .isEqualTo(ended.json().path("runtime_ms").asDouble(), within(1e-5));
  }

  @Test
  void recordsHaveLambdaAndTheDecisionsArguments() throws IOException {
    assertThat(search("--set=search.target-latency-ms=60").status()).isZero();
    assertThat(records().get(0).path("lambda").asDouble()).as("warm-up").isZero();
    assertThat(records().get(3).path("lambda").asDouble()).isNotZero();
    for (JsonNode record : records()) {
      JsonNode arguments = record.path("arguments");
      assertThat(arguments).hasSize(20);
      for (int l = 0; l < 20; l++) {
        assertThat(arguments.get(l)).hasSize(3);
        boolean wide = record.path("indicators").get(l).get(0).asDouble() > 0;
        if (record.path("step").asInt() > 10) {
          assertThat(arguments.get(l).get(0).asDouble() >= 0).isEqualTo(wide);
        }
      }
    }
  }

  @Test
  void resumedSearchEndsWithTheSameBits() throws IOException {
    String target = "--set=search.target-latency-ms=70";
    assertThat(search("--workers=2", target).status()).isZero();
    Path last = temporary.resolve("run/checkpoints/step-00000040.checkpoint");
    byte[] unbroken = Files.readAllBytes(last);
    Files.delete(last);
    Ended resumed = search("--workers=2", target, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(last)).isEqualTo(unbroken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "132"})
  void unreachableTargetIsRefusedWithBothEnds(String milliseconds) {
    assertMistake(
        search("--set=search.target-latency-ms=" + milliseconds),
        "search.target-latency-ms = " + milliseconds,
        "30.63 to 131.5 ms",
        "pixel1");
    assertThat(temporary.resolve("run")).doesNotExist();
  }

  @Test
  void settingsThatTheTargetRulesOutAreRefused() {
    assertMistake(
        search("--set=search.target-latency-ms=70", "--set=search.runtime-model=reference"),
        "search.runtime-model",
        "expected exact");
    assertMistake(
        search("--set=search.target-latency-ms=70", "--set=search.warmup-steps=40"),
        "search.warmup-steps = 40",
        "less than search.steps = 40");
    assertMistake(search("--set=search.target-latency-ms=-1"), "search.target-latency-ms = -1");
  }
}
