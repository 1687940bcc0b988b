package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.RunLines.candidates;
import static io.spnas.cli.RunLines.lastEpoch;
import static io.spnas.cli.RunLines.metrics;
import static io.spnas.cli.RunLines.scores;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.spark.SearchAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A one-shot search: its scores, what it finds by them, and how it goes on when some are missing.
 */
@ExtendWith(MadeOnce.class)
class OneShotScoringTest {
  @RegisterExtension static final LocalSpark SPARK = new LocalSpark(2);

  @TempDir private Path temporary;

  private final OneShotSearch search;

  OneShotScoringTest(OneShotSearch search) {
    this.search = search;
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(run().resolve("candidates.jsonl"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void theBestOfTheScoredCandidatesIsFound() throws IOException {
    List<JsonNode> candidates = candidates(search.directory());
    assertThat(candidates).hasSize(4);
    double best = 0;
    for (JsonNode candidate : candidates) {
      assertThat(candidate.path("step").asInt()).isEqualTo(40);
      assertThat(candidate.path("top1").asDouble()).isBetween(0.0, 1.0);
      assertThat(candidate.path("images").asInt()).as("one of three shards").isBetween(60, 70);
      assertThat(candidate.path("latency_ms").asDouble()).isPositive();
      assertThat(candidate.path("seconds").asDouble()).isPositive();
      assertThat(candidate.path("core_seconds")).isEqualTo(candidate.path("seconds"));
      best = Math.max(best, candidate.path("top1").asDouble());
    }
    double top1 = best;
    assertThat(candidates)
        .filteredOn(candidate -> candidate.path("top1").asDouble() == top1)
        .extracting(candidate -> texts(candidate.path("operations")))
        .contains(texts(search.ended().json().path("architecture")));
    assertThat(lastEpoch(search.directory()))
        .as("of two of three shards")
        .isEqualTo(40 * 16 / 134.0, within(0.1));
  }

  @Test
  void theAccountAddsUpStepsAndScores() throws IOException {
    SearchAccount account = SearchAccount.of(search.directory().toString(), new Configuration());
    assertThat(account.trainedImages()).isEqualTo(40 * 16);
    assertThat(account.scoredImages())
        .isEqualTo(
            candidates(search.directory()).stream()
                .mapToLong(c -> c.path("images").asLong())
                .sum());
    double milliseconds = 0;
    for (JsonNode told : metrics(search.directory())) {
      milliseconds += 5 * told.path("step_ms").asDouble();
    }
    assertThat(account.trainingCoreSeconds())
        .as("two workers of a core")
        .isEqualTo(2 * milliseconds / 1000, within(1e-9));
    assertThat(account.scoringCoreSeconds())
        .isEqualTo(
            candidates(search.directory()).stream()
                .mapToDouble(c -> c.path("core_seconds").asDouble())
                .sum(),
            within(1e-9));
    assertThat(account.supernetParameters()).isBetween(20_000L, 200_000L);
    assertThat(account.networkBytes()).isBetween(1L << 20, 1L << 28);
    assertThat(account.supernetOf()).isEmpty();
  }

  @Test
  void aDoneSearchOnlyTellsItsResult() throws IOException {
    search.copyTo(run());
    List<String> before = lines();
    Ended again = search.resume(run(), "--json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.json().path("architecture"))
        .isEqualTo(search.ended().json().path("architecture"));
    assertThat(again.err()).doesNotContain("step 20/40");
    assertThat(lines()).isEqualTo(before);
  }

  @Test
  void aResumedSearchScoresOnlyWhatHasNoScore() throws IOException {
    search.copyTo(run());
    List<String> before = lines();
    Files.delete(run().resolve("architecture.json"));
    Files.writeString(
        run().resolve("candidates.jsonl"),
        before.get(0) + "\n" + before.get(1) + "\n" + before.get(2).substring(0, 30));
    Ended resumed = search.resume(run(), "--json");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(lines()).hasSize(4).startsWith(before.get(0), before.get(1));
    assertThat(scores(run())).containsExactlyInAnyOrderElementsOf(scores(search.directory()));
    assertThat(resumed.json().path("architecture"))
        .isEqualTo(search.ended().json().path("architecture"));
    assertThat(run().resolve("architecture.json")).exists();
  }

  @Test
  void scoresOfAnEarlierSupernetDontCount() throws IOException {
    search.copyTo(run());
    Ended longer = search.resume(run(), "--set=search.steps=44");
    assertThat(longer.status()).as(longer.err()).isZero();
    assertThat(candidates(run()))
        .extracting(candidate -> candidate.path("step").asInt())
        .containsExactly(40, 40, 40, 40, 44, 44, 44, 44);
  }

  @Test
  void aDamagedLineIsRefused() throws IOException {
    search.copyTo(run());
    Files.writeString(
        run().resolve("candidates.jsonl"), "{\"operations\":1}\n", StandardOpenOption.APPEND);
    assertMistake(search.resume(run()), "line 5 of " + run().resolve("candidates.jsonl"));
    assertMistake(Command.run("derive", "--run-dir=" + run()), "line 5 of");
  }

  @Test
  void deriveChoosesAgainWithoutSpark() throws IOException {
    search.copyTo(run());
    String architecture = Files.readString(run().resolve("architecture.json"));
    Files.delete(run().resolve("architecture.json"));
    Ended derived = Command.run("derive", "--run-dir=" + run(), "--json");
    assertThat(derived.status()).as(derived.err()).isZero();
    assertThat(derived.json().path("architecture"))
        .isEqualTo(search.ended().json().path("architecture"));
    assertThat(derived.json().path("step").asInt()).isEqualTo(40);
    assertThat(run().resolve("architecture.json")).hasContent(architecture);
  }

  @Test
  void deriveRefusesWhereScoresAreMissing() throws IOException {
    search.copyTo(run());
    Files.delete(run().resolve("candidates.jsonl"));
    assertMistake(
        Command.run("derive", "--run-dir=" + run()), "4 of which have no score", "--resume");
  }
}
