package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.spark.SearchAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code search} and what follows it with strategies other than the paper's, on local Spark. */
class StrategySearchTest {
  private static final String ONE_SHOT = "--set=strategy.name=one-shot-random";
  private static final String EVALUATIONS = "--set=one-shot.evaluations=4";
  private static final String RANDOM = "--set=strategy.name=random";
  private static final String OWN = "--set=strategy.name=" + EveryOther.class.getName();
  private static final Configuration HADOOP = new Configuration();

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

  /** A copy of the finished search. */
  private Path copy() throws IOException {
    try (Stream<Path> files = Files.walk(done)) {
      for (Path file : files.toList()) {
        Files.copy(file, run().resolve(done.relativize(file).toString()));
      }
    }
    return run();
  }

  private static List<String> lines(Path run) throws IOException {
    return Files.readAllLines(run.resolve("candidates.jsonl"));
  }

  private static List<JsonNode> candidates(Path run) throws IOException {
    List<JsonNode> candidates = new ArrayList<>();
    for (String line : lines(run)) {
      candidates.add(new ObjectMapper().readTree(line));
    }
    return candidates;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static double lastEpoch(Path run) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1)).path("epoch").asDouble();
  }

  /** What of the scores does not depend on the clock. */
  private static List<String> scores(Path run) throws IOException {
    return candidates(run).stream().map(c -> c.path("operations") + " " + c.path("top1")).toList();
  }

  @Test
  void theBestOfTheScoredCandidatesIsFound() throws IOException {
    List<JsonNode> candidates = candidates(done);
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
        .contains(texts(ended.json().path("architecture")));
    assertThat(lastEpoch(done))
        .as("of two of three shards")
        .isEqualTo(40 * 16 / 134.0, within(0.1));
  }

  @Test
  void aDoneSearchOnlyTellsItsResult() throws IOException {
    copy();
    List<String> before = lines(run());
    Ended again = shards.search(run(), ONE_SHOT, EVALUATIONS, "--workers=2", "--resume", "--json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.json().path("architecture")).isEqualTo(ended.json().path("architecture"));
    assertThat(again.err()).doesNotContain("step 20/40");
    assertThat(lines(run())).isEqualTo(before);
  }

  @Test
  void aResumedSearchScoresOnlyWhatHasNoScore() throws IOException {
    copy();
    List<String> before = lines(run());
    Files.delete(run().resolve("architecture.json"));
    Files.writeString(
        run().resolve("candidates.jsonl"),
        before.get(0) + "\n" + before.get(1) + "\n" + before.get(2).substring(0, 30));
    Ended resumed =
        shards.search(run(), ONE_SHOT, EVALUATIONS, "--workers=2", "--resume", "--json");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(lines(run())).hasSize(4).startsWith(before.get(0), before.get(1));
    assertThat(scores(run())).containsExactlyInAnyOrderElementsOf(scores(done));
    assertThat(resumed.json().path("architecture")).isEqualTo(ended.json().path("architecture"));
    assertThat(run().resolve("architecture.json")).exists();
  }

  @Test
  void scoresOfAnEarlierSupernetDontCount() throws IOException {
    copy();
    Ended longer =
        shards.search(
            run(), ONE_SHOT, EVALUATIONS, "--workers=2", "--resume", "--set=search.steps=44");
    assertThat(longer.status()).as(longer.err()).isZero();
    assertThat(candidates(run()))
        .extracting(candidate -> candidate.path("step").asInt())
        .containsExactly(40, 40, 40, 40, 44, 44, 44, 44);
  }

  @Test
  void aDamagedLineIsRefused() throws IOException {
    copy();
    Files.writeString(
        run().resolve("candidates.jsonl"), "{\"operations\":1}\n", StandardOpenOption.APPEND);
    assertMistake(
        shards.search(run(), ONE_SHOT, EVALUATIONS, "--workers=2", "--resume"),
        "line 5 of " + run().resolve("candidates.jsonl"));
    assertMistake(Command.run("derive", "--run-dir=" + run()), "line 5 of");
  }

  @Test
  void deriveChoosesAgainWithoutSpark() throws IOException {
    copy();
    String architecture = Files.readString(run().resolve("architecture.json"));
    Files.delete(run().resolve("architecture.json"));
    Ended derived = Command.run("derive", "--run-dir=" + run(), "--json");
    assertThat(derived.status()).as(derived.err()).isZero();
    assertThat(derived.json().path("architecture")).isEqualTo(ended.json().path("architecture"));
    assertThat(derived.json().path("step").asInt()).isEqualTo(40);
    assertThat(run().resolve("architecture.json")).hasContent(architecture);
  }

  @Test
  void deriveRefusesWhereScoresAreMissing() throws IOException {
    copy();
    Files.delete(run().resolve("candidates.jsonl"));
    assertMistake(
        Command.run("derive", "--run-dir=" + run()), "4 of which have no score", "--resume");
  }

  @Test
  void aSupernetThatIsTakenIsNotTrainedAgain() throws IOException {
    Ended taken =
        shards.search(
            run(),
            "--set=strategy.name=one-shot-evolution",
            "--set=strategy.supernet=" + done,
            "--set=one-shot.evaluations=6",
            "--set=one-shot.population=3",
            "--set=search.seed=2",
            "--json");
    assertThat(taken.status()).as(taken.err()).isZero();
    assertThat(taken.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(taken.json().has("cross_entropy")).isFalse();
    assertThat(run().resolve("checkpoints")).doesNotExist();
    assertThat(new HashSet<>(scores(run()))).hasSizeBetween(3, 6);
    assertThat(candidates(run())).allSatisfy(c -> assertThat(c.path("step").asInt()).isEqualTo(40));
    assertThat(run().resolve("report.html")).exists();
    Ended derived = Command.run("derive", "--run-dir=" + run(), "--json");
    assertThat(derived.json().path("architecture")).isEqualTo(taken.json().path("architecture"));
    SearchAccount account = SearchAccount.of(run().toString(), HADOOP);
    assertThat(account.supernetOf()).contains(done.toString());
    assertThat(account.trainedImages()).isZero();
    assertThat(account.trainingCoreSeconds()).isZero();
    assertThat(account.scoringCoreSeconds()).isPositive();
    assertMistake(
        shards.search(temporary.resolve("third"), ONE_SHOT, "--set=strategy.supernet=" + run()),
        "strategy.supernet = " + run(),
        "took the supernet of " + done);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "strategy.name=single-path | strategy.name = single-path, expected a strategy that scores",
        "strategy.held-back=0.5 | strategy.held-back = 0.2, expected this search's 0.5",
        "model.width=0.5 | search space is another",
        "strategy.supernet=missing | strategy.supernet = missing: no search there",
      })
  void aSupernetThatDoesNotFitIsRefused(String setting, String told) {
    assertMistake(
        shards.search(run(), ONE_SHOT, "--set=strategy.supernet=" + done, "--set=" + setting),
        told);
    assertThat(run()).doesNotExist();
  }

  @Test
  void anUnfinishedSupernetIsRefused() throws IOException {
    copy();
    Files.delete(run().resolve("checkpoints/step-00000040.checkpoint"));
    assertMistake(
        shards.search(temporary.resolve("other"), ONE_SHOT, "--set=strategy.supernet=" + run()),
        "has done 20 of 40 steps");
  }

  @Test
  void theAccountAddsUpStepsAndScores() throws IOException {
    SearchAccount account = SearchAccount.of(done.toString(), HADOOP);
    assertThat(account.trainedImages()).isEqualTo(40 * 16);
    assertThat(account.scoredImages())
        .isEqualTo(candidates(done).stream().mapToLong(c -> c.path("images").asLong()).sum());
    double milliseconds = 0;
    for (String line : Files.readAllLines(done.resolve("metrics.jsonl"))) {
      milliseconds += 5 * new ObjectMapper().readTree(line).path("step_ms").asDouble();
    }
    assertThat(account.trainingCoreSeconds())
        .as("two workers of a core")
        .isEqualTo(2 * milliseconds / 1000, within(1e-9));
    assertThat(account.scoringCoreSeconds())
        .isEqualTo(
            candidates(done).stream().mapToDouble(c -> c.path("core_seconds").asDouble()).sum(),
            within(1e-9));
    assertThat(account.supernetParameters()).isBetween(20_000L, 200_000L);
    assertThat(account.networkBytes()).isBetween(1L << 20, 1L << 28);
    assertThat(account.supernetOf()).isEmpty();
  }

  @Test
  void aNetworkIsWarmStartedFromAOneShotSupernet() {
    Ended trained =
        shards.run(
            "train",
            "--architecture=" + done.resolve("architecture.json"),
            "--warm-start=" + done,
            "--run-dir=" + run(),
            "--set=train.epochs=1");
    assertThat(trained.status()).as(trained.err()).isZero();
  }

  @Test
  void aRandomNetworkNeedsNoWorkers() throws IOException {
    Ended random = shards.search(run(), RANDOM, "--json");
    assertThat(random.status()).as(random.err()).isZero();
    assertThat(random.err()).doesNotContain("step 20/40", "step 40/40");
    assertThat(random.json().path("architecture")).hasSize(20);
    assertThat(random.json().has("cross_entropy")).isFalse();
    for (String file :
        List.of("config.resolved.conf", "provenance.json", "architecture.json", "report.html")) {
      assertThat(run().resolve(file)).exists();
    }
    assertThat(run().resolve("checkpoints")).doesNotExist();
    JsonNode told = Command.run("runs", "--dir=" + temporary, "--json").json().at("/runs/0");
    assertThat(told.path("state").asText()).isEqualTo("over");
    assertThat(told.path("runtime_ms")).isEqualTo(random.json().path("runtime_ms"));
    assertThat(Command.run("report", "--run-dir=" + run()).status()).isZero();
    assertThat(run().resolve("report.html")).content().contains("finished");
    assertThat(Command.run("derive", "--run-dir=" + run(), "--json").json().path("architecture"))
        .isEqualTo(random.json().path("architecture"));
    assertThat(shards.search(run(), RANDOM, "--resume", "--json").json().path("architecture"))
        .isEqualTo(random.json().path("architecture"));
    assertMistake(shards.search(run(), RANDOM), "holds a run already");
    SearchAccount account = SearchAccount.of(run().toString(), HADOOP);
    assertThat(account.trainingCoreSeconds() + account.scoringCoreSeconds()).isZero();
    assertThat(account.supernetParameters() + account.networkBytes()).isZero();
    assertMistake(
        shards.run(
            "train",
            "--architecture=" + run().resolve("architecture.json"),
            "--warm-start=" + run(),
            "--run-dir=" + temporary.resolve("trained")),
        "Cannot start from " + run(),
        "strategy.name = random trains no supernet");
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

  @ParameterizedTest
  @CsvSource({"random,trains no supernet", "io.spnas.cli.EveryOther,inherit no weights"})
  void aSweepRefusesWhatHasNoPathsToEvaluate(String strategy, String told) {
    assertMistake(
        shards.run("sweep", "--out=" + run(), "--lambdas=0,1", "--set=strategy.name=" + strategy),
        "Cannot sweep",
        told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"darts", "proxyless"})
  void aMultiPathSearchResumesToTheBitAndStartsNoTraining(String strategy) throws IOException {
    String last = "checkpoints/step-00000040.checkpoint";
    String[] arguments = {
      "--set=strategy.name=" + strategy, "--set=strategy.held-back=0.4", "--json", "--resume"
    };
    Ended search = shards.search(run(), arguments);
    assertThat(search.status()).as(search.err()).isZero();
    byte[] unbroken = Files.readAllBytes(run().resolve(last));
    Files.delete(run().resolve(last));
    Ended resumed = shards.search(run(), arguments);
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(Files.readAllBytes(run().resolve(last))).isEqualTo(unbroken);
    assertThat(resumed.json().path("architecture")).isEqualTo(search.json().path("architecture"));
    assertThat(SearchAccount.of(run().toString(), HADOOP).supernetParameters())
        .isGreaterThan(SearchAccount.of(done.toString(), HADOOP).supernetParameters());
    assertMistake(
        shards.run(
            "train",
            "--architecture=" + run().resolve("architecture.json"),
            "--warm-start=" + run(),
            "--run-dir=" + temporary.resolve("trained")),
        "Cannot start from " + run(),
        "networks inherit no weights from the supernet of strategy.name = " + strategy);
    assertMistake(
        shards.search(
            temporary.resolve("other"),
            ONE_SHOT,
            "--set=strategy.held-back=0.4",
            "--set=strategy.supernet=" + run()),
        "its search has strategy.name = " + strategy);
  }

  @Test
  void memoryIsThatOfTheStrategysSupernet() throws IOException {
    long[] network = new long[3];
    List<String> strategies = List.of("single-path", "proxyless", "darts");
    for (int i = 0; i < network.length; i++) {
      Ended told =
          Command.run(
              "resources",
              "--json",
              "search",
              "--config=" + shards.config(),
              "--data=" + shards.directory(),
              "--run-dir=" + run(),
              "--set=strategy.name=" + strategies.get(i));
      assertThat(told.status()).as(told.err()).isZero();
      List<String> parts = new ArrayList<>();
      for (JsonNode part : told.json().path("parts")) {
        parts.add(part.path("name").asText());
        if (part.path("name").asText().equals("network")) {
          network[i] = part.path("outside_bytes").asLong();
        }
      }
      assertThat(parts.contains("held-back images")).as(strategies.get(i)).isEqualTo(i > 0);
    }
    assertThat(network[0]).isPositive().isLessThan(network[1]);
    assertThat(network[1]).isLessThan(network[2]);
  }

  @Test
  void aSweepOfTargetsServesOneShotStrategies() throws IOException {
    Ended sweep =
        shards.run(
            "sweep",
            "--out=" + run(),
            "--targets=60,90",
            ONE_SHOT,
            EVALUATIONS,
            "--random=1",
            "--json");
    assertThat(sweep.status()).as(sweep.err()).isZero();
    assertThat(sweep.json().path("searches")).hasSize(2);
    assertThat(sweep.json().at("/searches/0/runtime_ms").asDouble()).isBetween(54.0, 60.0);
    assertThat(sweep.json().at("/searches/1/runtime_ms").asDouble()).isBetween(81.0, 90.0);
  }
}
