package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code search} with strategies that score candidates, or train nothing, on local Spark. */
class StrategySearchTest {
  private static final String ONE_SHOT = "--set=strategy.name=one-shot-random";
  private static final String EVALUATIONS = "--set=one-shot.evaluations=4";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  /** A finished search of a one-shot strategy. */
  private static Path done;

  private static Ended ended;

  @BeforeAll
  static void search() throws IOException {
    System.setProperty("spark.master", "local[2]");
    shards = SmallShards.write(shared);
    done = shared.resolve("one-shot");
    ended = shards.search(done, ONE_SHOT, EVALUATIONS, "--workers=2", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private static List<JsonNode> candidates(Path run) throws IOException {
    List<JsonNode> candidates = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("candidates.jsonl"))) {
      candidates.add(new ObjectMapper().readTree(line));
    }
    return candidates;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void theBestOfTheScoredCandidatesIsFound() throws IOException {
    List<JsonNode> candidates = candidates(done);
    assertThat(candidates).hasSize(4);
    JsonNode best = candidates.get(0);
    for (JsonNode candidate : candidates) {
      assertThat(candidate.path("step").asInt()).isEqualTo(40);
      assertThat(candidate.path("top1").asDouble()).isBetween(0.0, 1.0);
      assertThat(candidate.path("images").asInt()).as("one of three shards").isBetween(60, 70);
      assertThat(candidate.path("latency_ms").asDouble()).isPositive();
      assertThat(candidate.path("seconds").asDouble()).isPositive();
      assertThat(candidate.path("core_seconds")).isEqualTo(candidate.path("seconds"));
      if (candidate.path("top1").asDouble() > best.path("top1").asDouble()) {
        best = candidate;
      }
    }
    double top1 = best.path("top1").asDouble();
    assertThat(candidates)
        .filteredOn(candidate -> candidate.path("top1").asDouble() == top1)
        .extracting(candidate -> texts(candidate.path("operations")))
        .contains(texts(ended.json().path("architecture")));
  }
}
