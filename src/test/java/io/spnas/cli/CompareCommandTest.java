package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.config.Settings;
import io.spnas.space.NetworkDescription;
import io.spnas.space.NetworkStatistics;
import io.spnas.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code compare} on local Spark. */
class CompareCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "--target-latency-ms=100";
  private static final List<String> SMALL =
      List.of("model.stem-stride=1", "search.steps=12", "search.warmup-steps=2", "train.epochs=1");
  private static final String THROWING = ThrowingStrategy.class.getName();

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;
  private static Ended whole;

  @BeforeAll
  static void compareOnce() throws IOException {
    System.setProperty("spark.master", "local[4]");
    shards = SmallShards.write(shared);
    shards.add("validation", 60);
    whole =
        compare(
            shared.resolve("whole"),
            "--methods=single-path,mobilenet-v2",
            "--seeds=0,1",
            TARGET,
            "--parallel=2");
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private static Ended compare(Path directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--run-dir=" + directory, "--json"));
    SMALL.forEach(setting -> arguments.add("--set=" + setting));
    arguments.addAll(List.of(more));
    return shards.run("compare", arguments.toArray(String[]::new));
  }

  private Path directory() {
    return temporary.resolve("compare");
  }

  private Path copyOfTheWhole() throws IOException {
    assertThat(whole.status()).as(whole.err()).isZero();
    FileUtils.copyDirectory(shared.resolve("whole").toFile(), directory().toFile());
    return directory();
  }

  private static JsonNode cell(JsonNode comparison, String method, long seed) {
    for (JsonNode cell : comparison.path("cells")) {
      if (cell.path("method").asText().equals(method) && cell.path("seed").asLong() == seed) {
        return cell;
      }
    }
    throw new AssertionError("No cell " + method + " " + seed + " in " + comparison);
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  @Test
  void eachCellIsASearchAndATraining() throws IOException {
    assertThat(whole.status()).as(whole.err()).isZero();
    Path directory = shared.resolve("whole");
    JsonNode json = whole.json();
    assertThat(json.path("run_dir").asText()).isEqualTo(directory.toString());
    assertThat(json.path("cells")).isEqualTo(read(directory.resolve("compare.json")).path("cells"));
    assertThat(json.path("cells").findValuesAsText("method"))
        .containsExactly("single-path", "single-path", "mobilenet-v2", "mobilenet-v2");
    for (long seed : List.of(0, 1)) {
      Path runs = directory.resolve("single-path/seed-" + seed);
      JsonNode result = cell(json, "single-path", seed).path("result");
      JsonNode found = read(runs.resolve("search/architecture.json"));
      assertThat(result.path("predicted_ms").asDouble())
          .isEqualTo(found.path("runtime_ms").asDouble());
      assertThat(result.path("operations"))
          .extracting(JsonNode::asText)
          .isEqualTo(found.path("layers").findValuesAsText("op"));
      assertThat(read(runs.resolve("train/architecture.json"))).isEqualTo(found);
      JsonNode trained = read(runs.resolve("train/result.json"));
      assertThat(result.path("top1")).isEqualTo(trained.path("validation_top1"));
      assertThat(result.path("validation_images").asInt()).isEqualTo(60);
      assertThat(result.path("measured_ms").asDouble()).isPositive();
      assertThat(result.at("/search/images").asLong()).isEqualTo(12 * 16);
      assertThat(result.at("/search/core_seconds").asDouble()).isPositive();
      assertThat(result.path("train_images").asLong())
          .isEqualTo(trained.path("steps").asLong() * 16);
      assertThat(result.path("train_core_seconds").asDouble()).isPositive();
      assertThat(runs.resolve("search/report.html")).exists();
      assertThat(runs.resolve("train/report.html")).exists();
      Settings settings =
          Settings.load(Optional.of(runs + "/train/config.resolved.conf"), List.of());
      assertThat(settings.train().seed()).isEqualTo(seed);
      assertThat(settings.search().seed()).isEqualTo(seed);
    }
    assertThat(json.at("/provenance/host").asText()).contains("ONNX Runtime");
    assertThat(whole.err()).contains("4 of 4 cells have ended");
  }

  @Test
  void aPublishedNetworkIsOnlyTrained() throws IOException {
    JsonNode result = cell(whole.json(), "mobilenet-v2", 1).path("result");
    assertThat(result.has("predicted_ms")).isFalse();
    assertThat(result.has("search_directory")).isFalse();
    assertThat(result.path("operations")).isEmpty();
    assertThat(result.path("measured_ms"))
        .isEqualTo(cell(whole.json(), "mobilenet-v2", 0).at("/result/measured_ms"));
    Settings settings = Settings.load(Optional.of(shards.config().toString()), SMALL);
    NetworkStatistics expected =
        NetworkStatistics.of(
            NetworkDescription.load("mobilenet-v2", settings.input(), settings.model()));
    assertThat(result.path("parameters").asLong()).isEqualTo(expected.parameters());
    assertThat(result.path("multiply_adds").asLong()).isEqualTo(expected.multiplyAdds());
    assertThat(shared.resolve("whole/mobilenet-v2/seed-1/search")).doesNotExist();
  }

  @Test
  void aCellIsTheRunThatTheSettingsSay() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--set=search.target-latency-ms=100"));
    SMALL.forEach(setting -> arguments.add("--set=" + setting));
    arguments.add("--set=search.seed=1");
    Ended search = shards.search(temporary.resolve("single"), arguments.toArray(String[]::new));
    assertThat(search.status()).as(search.err()).isZero();
    String last = "checkpoints/step-00000012.checkpoint";
    assertThat(parameters(temporary.resolve("single").resolve(last)))
        .isEqualTo(parameters(shared.resolve("whole/single-path/seed-1/search").resolve(last)));
  }

  /** What follows the configuration, in which the seeds of trainings differ. */
  private static byte[] parameters(Path checkpoint) throws IOException {
    byte[] all = Files.readAllBytes(checkpoint);
    return Arrays.copyOfRange(all, all.length / 2, all.length);
  }

  @Test
  void resumeRunsOnlyWhatIsMissing() throws IOException {
    Path directory = copyOfTheWhole();
    FileUtils.deleteDirectory(directory.resolve("single-path/seed-1/train").toFile());
    Files.delete(directory.resolve("mobilenet-v2/seed-0/train/result.json"));
    Map<Path, FileTime> kept = new TreeMap<>();
    for (String run :
        List.of(
            "single-path/seed-0", "single-path/seed-1/search/checkpoints", "mobilenet-v2/seed-1")) {
      try (Stream<Path> files = Files.walk(directory.resolve(run))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          kept.put(file, Files.getLastModifiedTime(file));
        }
      }
    }
    Ended resumed =
        compare(directory, "--methods=single-path,mobilenet-v2", "--seeds=0,1", TARGET, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains("[single-path/seed-1/train]")
        .doesNotContain("[single-path/seed-0/", "[mobilenet-v2/seed-1/")
        .contains("4 of 4 cells have ended");
    kept.forEach(
        (file, time) ->
            assertThat(file)
                .satisfies(f -> assertThat(Files.getLastModifiedTime(f)).isEqualTo(time)));
    assertThat(TimelessComparison.of(resumed.json()))
        .isEqualTo(TimelessComparison.of(whole.json()));
  }

  @Test
  void whatIsDoneIsOnlyToldOf() throws IOException {
    Path directory = copyOfTheWhole();
    Ended resumed =
        compare(directory, "--methods=mobilenet-v2,single-path", "--seeds=1,0", TARGET, "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("cells")).isEqualTo(whole.json().path("cells"));
  }

  @Test
  void methodsAndSeedsMayBeAdded() throws IOException {
    Path directory = copyOfTheWhole();
    Ended resumed =
        compare(
            directory,
            "--methods=fbnet-c,single-path,mobilenet-v2",
            "--seeds=0,1",
            TARGET,
            "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.json().path("methods"))
        .extracting(JsonNode::asText)
        .containsExactly("single-path", "mobilenet-v2", "fbnet-c");
    assertThat(resumed.json().path("cells"))
        .hasSize(6)
        .allSatisfy(cell -> assertThat(cell.at("/result/measured_ms").asDouble()).isPositive());
    assertThat(cell(resumed.json(), "single-path", 1).at("/result/top1"))
        .isEqualTo(cell(whole.json(), "single-path", 1).at("/result/top1"));
  }

  @Test
  void oneShotStrategiesShareASupernetWhoseCostEachCounts() throws IOException {
    Ended ended =
        compare(
            directory(),
            "--methods=one-shot-evolution,random,one-shot-random",
            "--seeds=5",
            TARGET,
            "--set=one-shot.evaluations=4",
            "--set=one-shot.population=2");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("one-shot-evolution, one-shot-random share a supernet");
    JsonNode trainer = cell(ended.json(), "one-shot-evolution", 5).at("/result/search");
    JsonNode taker = cell(ended.json(), "one-shot-random", 5).at("/result/search");
    assertThat(directory().resolve("one-shot-evolution/seed-5/search/checkpoints")).exists();
    assertThat(directory().resolve("one-shot-random/seed-5/search/checkpoints")).doesNotExist();
    assertThat(taker.path("supernet_parameters"))
        .isEqualTo(trainer.path("supernet_parameters"))
        .isNotEqualTo(JSON.getNodeFactory().numberNode(0));
    assertThat(taker.path("peak_memory_bytes")).isEqualTo(trainer.path("peak_memory_bytes"));
    assertThat(taker.path("images").asLong()).isGreaterThan(12 * 16);
    assertThat(taker.path("core_seconds").asDouble()).isPositive();
    JsonNode random = cell(ended.json(), "random", 5).path("result");
    assertThat(random.path("search")).allSatisfy(figure -> assertThat(figure.asDouble()).isZero());
    assertThat(random.path("predicted_ms").asDouble()).isBetween(99.0, 100.0);
  }

  @Test
  void multiPathSupernetsAreLargerThanTheSinglePathOne() throws IOException {
    Ended ended =
        compare(
            directory(), "--methods=darts,fbnet,proxyless", "--seeds=0", TARGET, "--parallel=3");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode single = cell(whole.json(), "single-path", 0).at("/result/search");
    for (JsonNode cell : ended.json().path("cells")) {
      JsonNode search = cell.at("/result/search");
      for (String figure : List.of("supernet_parameters", "peak_memory_bytes")) {
        assertThat(search.path(figure).asLong())
            .as("%s of %s", figure, cell.path("method"))
            .isGreaterThan(single.path(figure).asLong());
      }
      assertThat(search.path("images")).isEqualTo(single.path("images"));
      assertThat(cell.at("/result/predicted_ms").asDouble()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void aCellThatFailsLeavesTheOthers() throws IOException {
    Ended ended =
        compare(directory(), "--methods=" + THROWING + ",mobilenet-v2", "--seeds=3", TARGET);
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.err())
        .contains("1 of 2 cells failed: " + THROWING + "/seed-3: No network pleases this strategy");
    assertThat(cell(ended.json(), THROWING, 3).path("failure").asText())
        .isEqualTo("No network pleases this strategy");
    assertThat(cell(ended.json(), "mobilenet-v2", 3).at("/result/measured_ms").asDouble())
        .isPositive();
    assertThat(read(directory().resolve("compare.json")).path("cells"))
        .isEqualTo(ended.json().path("cells"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=single-pth --seeds=0 | Unknown method single-pth, did you mean single-path?",
        "--methods=single-path,single-path --seeds=0 | single-path is there twice",
        "--methods=single-path,io.spnas.Nowhere --seeds=0 | io.spnas.Nowhere",
        "--methods=single-path --seeds=0,0 | 0 is there twice",
        "--methods=single-path --seeds=0,x | 'x', expected whole numbers",
        "--methods=single-path --seeds= | '', expected whole numbers",
        "--methods=single-path | --seeds",
        "--methods=single-path --seeds=0 --parallel=0 | --parallel: 0",
        "--methods=single-path --seeds=0 --set=search.global-batch=15 --workers=2 | search.global-batch = 15",
        "--methods=mobilenet-v2 --seeds=0 --set=train.global-batch=15 --workers=2 | train.global-batch = 15",
        "--methods=mobilenet-v2 --seeds=0 --set=model.stem-stride=2 | mobilenet-v2",
        "--methods=single-path --seeds=0,1,2 --workers=2 --parallel=3 | Cannot start 6 workers"
      })
  void refusesMistakesInOneLine(String options, String told) {
    List<String> all = new ArrayList<>(List.of(options.split(" ")));
    all.add(TARGET);
    assertMistake(compare(directory(), all.toArray(String[]::new)), told);
    assertThat(directory()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"0", "-3", "9000", "NaN", "much"})
  void refusesTargetsThatNoNetworkHas(String target) {
    assertMistake(
        compare(directory(), "--methods=single-path", "--seeds=0", "--target-latency-ms=" + target),
        "target-latency-ms");
    assertThat(directory()).doesNotExist();
  }

  @Test
  void theShippedSettingsAreOfTheQuickStartsNetworks() {
    Path conf = Path.of(System.getProperty("spnas.home")).resolve("conf");
    Settings settings =
        Settings.load(
            Optional.of(conf.resolve("compare-fashion-mnist.conf").toString()), List.of());
    Settings quick =
        Settings.load(Optional.of(conf.resolve("fashion-mnist.conf").toString()), List.of());
    assertThat(SearchSpace.of(settings.input(), settings.model()).supernet())
        .isEqualTo(SearchSpace.of(quick.input(), quick.model()).supernet());
    assertThat(settings.latency().table()).isEqualTo(quick.latency().table());
    assertThat(settings.train().epochs()).isEqualTo(settings.train().evaluateEveryEpochs());
  }

  @Test
  void refusesDataWithoutAValidationSplit() throws IOException {
    Path alone = temporary.resolve("shards");
    Files.createDirectories(alone);
    try (Stream<Path> files = Files.list(shards.directory())) {
      for (Path file : files.filter(f -> !f.toString().contains("validation")).toList()) {
        Files.copy(file, alone.resolve(file.getFileName()));
      }
    }
    assertMistake(
        Command.run(
            "compare",
            "--config=" + shards.config(),
            "--data=" + alone,
            "--run-dir=" + directory(),
            "--methods=single-path",
            "--seeds=0",
            TARGET),
        "validation");
  }

  @Test
  void refusesADirectoryThatHoldsAnythingElse() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("notes.txt"), "mine");
    for (String more : List.of("--parallel=1", "--resume")) {
      assertMistake(
          compare(directory(), "--methods=single-path", "--seeds=0", TARGET, more),
          directory() + " holds other files");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100"
            + " | holds a comparison already",
        "--methods=single-path --seeds=0,1 --target-latency-ms=100 --resume"
            + " | without method mobilenet-v2",
        "--methods=single-path,mobilenet-v2 --seeds=1,2 --target-latency-ms=100 --resume"
            + " | without seed 0",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=101 --resume"
            + " | search.target-latency-ms = 101, the comparison has 100",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100 --resume"
            + " --set=train.epochs=2 | train.epochs = 2, the comparison has 1",
        "--methods=single-path,mobilenet-v2 --seeds=0,1 --target-latency-ms=100 --resume"
            + " --data=elsewhere | --data elsewhere: the comparison has"
      })
  void refusesToResumeAnotherComparison(String options, String told) throws IOException {
    assertThat(whole.status()).as(whole.err()).isZero();
    Path directory = shared.resolve("whole");
    List<String> arguments =
        new ArrayList<>(
            List.of("compare", "--config=" + shards.config(), "--run-dir=" + directory));
    if (!options.contains("--data")) {
      arguments.add("--data=" + shards.directory());
    }
    SMALL.forEach(setting -> arguments.add("--set=" + setting));
    arguments.addAll(List.of(options.split(" ")));
    assertMistake(Command.run(arguments.toArray(String[]::new)), told);
  }
}
