package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sweep} on local Spark. */
class SweepCommandTest {
  private static final String LAST = "checkpoints/step-00000040.checkpoint";
  private static final List<String> LAMBDAS = List.of("0", "0.5");

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void prepareShards() throws IOException {
    System.setProperty("spark.master", "local[4]");
    shards = SmallShards.write(shared);
    shards.add("validation", 60);
    for (String lambda : LAMBDAS) {
      Ended search = shards.search(single(lambda), "--workers=2", "--set=search.lambda=" + lambda);
      assertThat(search.status()).as(search.err()).isZero();
    }
  }

  private static Path single(String lambda) {
    return shared.resolve("single-" + lambda);
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Path out() {
    return temporary.resolve("sweep");
  }

  private Ended sweep(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--out=" + out(), "--json"));
    arguments.addAll(List.of(more));
    if (!String.join(" ", more).contains("--random")) {
      arguments.add("--random=3");
    }
    return shards.run("sweep", arguments.toArray(String[]::new));
  }

  private static void assertSameAsSingle(Path run, String lambda) throws IOException {
    assertThat(Files.readAllBytes(run.resolve(LAST)))
        .isEqualTo(Files.readAllBytes(single(lambda).resolve(LAST)));
    assertThat(Files.readString(run.resolve("architecture.json")))
        .isEqualTo(Files.readString(single(lambda).resolve("architecture.json")));
  }

  private Path run(String lambda) {
    return out().resolve("lambda-" + lambda);
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void findsTheNetworksOfSingleSearchesToTheBit(int parallel) throws IOException {
    Ended sweep = sweep("--lambdas=0,0.5", "--workers=2", "--parallel=" + parallel);
    assertThat(sweep.status()).as(sweep.err()).isZero();
    for (String lambda : LAMBDAS) {
      assertSameAsSingle(run(lambda), lambda);
      assertThat(sweep.err()).contains("[lambda-" + lambda + "] step 40/40");
    }
    JsonNode json = new ObjectMapper().readTree(out().resolve("pareto.json").toFile());
    assertThat(sweep.json().path("searches")).isEqualTo(json.path("searches"));
    assertThat(json.path("searches")).hasSize(2);
    assertThat(json.at("/searches/1/runtime_ms").asDouble())
        .isLessThan(json.at("/searches/0/runtime_ms").asDouble());
    for (JsonNode search : json.path("searches")) {
      Path run = Path.of(search.path("run_dir").asText());
      JsonNode found = new ObjectMapper().readTree(run.resolve("architecture.json").toFile());
      assertThat(search.path("architecture"))
          .extracting(JsonNode::asText)
          .isEqualTo(found.path("layers").findValuesAsText("op"));
      assertThat(search.path("runtime_ms")).isEqualTo(found.path("runtime_ms"));
      assertThat(search.path("images").asInt()).isEqualTo(60);
    }
    assertThat(json.path("random")).hasSize(3);
    JsonNode provenance = json.path("provenance");
    assertThat(provenance.path("split").asText()).isEqualTo("validation");
    assertThat(provenance.path("random_weights_of").asText()).isEqualTo(run("0").toString());
    assertThat(out().resolve("pareto.svg")).content().contains("class=\"found");
  }

  @Test
  void resumeRunsOnlyWhatIsMissing() throws IOException {
    Ended whole = sweep("--lambdas=0,0.5", "--workers=2");
    assertThat(whole.status()).as(whole.err()).isZero();
    deleteAll(run("0.5"));
    Ended resumed = sweep("--lambdas=0,0.5", "--workers=2", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertSameAsSingle(run("0.5"), "0.5");
    assertThat(resumed.err()).doesNotContain("[lambda-0] ").contains("[lambda-0.5] step 40/40");
    assertThat(resumed.json()).isEqualTo(whole.json());
  }

  private static void deleteAll(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  @Test
  void aSearchThatFailsDoesNotEndTheOthersWhichGoOnFromTheirCheckpoints() throws IOException {
    Ended whole = sweep("--lambdas=0,0.5", "--workers=2");
    assertThat(whole.status()).as(whole.err()).isZero();
    for (Path checkpoint : SearchProcess.checkpoints(run("0"))) {
      Files.write(checkpoint, new byte[100]);
    }
    Files.delete(run("0.5").resolve(LAST));
    Path middle = run("0.5").resolve("checkpoints/step-00000020.checkpoint");
    FileTime written = Files.getLastModifiedTime(middle);
    Ended resumed = sweep("--lambdas=0,0.5", "--workers=2", "--resume");
    assertThat(resumed.status()).isEqualTo(1);
    assertThat(Files.getLastModifiedTime(middle)).isEqualTo(written);
    assertThat(resumed.err()).contains("1 of 2 searches failed: lambda-0: Cannot resume");
    assertThat(resumed.json().path("searches")).hasSize(1);
    assertThat(resumed.json().path("failed").get(0).path("run_dir").asText())
        .isEqualTo(run("0").toString());
    assertSameAsSingle(run("0.5"), "0.5");
  }

  @Test
  void seedsMultiplyTheSearches() throws IOException {
    Ended sweep = sweep("--lambdas=0.01", "--seeds=1,2", "--random=0", "--set=search.steps=12");
    assertThat(sweep.status()).as(sweep.err()).isZero();
    assertThat(sweep.json().path("searches").findValuesAsText("seed")).containsExactly("1", "2");
    assertThat(out().resolve("lambda-0.01-seed-2/architecture.json")).exists();
    assertThat(sweep.json().path("random")).isEmpty();
  }

  @Test
  void withoutAValidationSplitItSaysThatImagesWereTrainedOn() throws IOException {
    Path alone = temporary.resolve("shards");
    Files.createDirectories(alone);
    try (Stream<Path> files = Files.list(shards.directory())) {
      for (Path file : files.filter(f -> !f.toString().contains("validation")).toList()) {
        Files.copy(file, alone.resolve(file.getFileName()));
      }
    }
    Ended sweep =
        Command.run(
            "sweep",
            "--config=" + shards.config(),
            "--out=" + out(),
            "--data=" + alone,
            "--lambdas=0",
            "--set=search.steps=12",
            "--random=1",
            "--json");
    assertThat(sweep.status()).as(sweep.err()).isZero();
    assertThat(sweep.err()).contains("the searches trained on them");
    assertThat(sweep.json().path("provenance").path("trained_on").asBoolean()).isTrue();
    assertThat(sweep.json().path("provenance").path("split").asText()).isEqualTo("train");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--workers=1 | neither",
        "--lambdas=1 --targets=60 | both",
        "--lambdas=0,fast | 'fast'",
        "--lambdas=-1 | -1, expected numbers of at least 0",
        "--targets=100,9000 | 9000",
        "--targets=0 | expected ms above 0",
        "--lambdas=0.001,1e-3 | 0.001 is there twice",
        "--lambdas=0 --seeds=1,x | 'x', expected whole numbers",
        "--lambdas=0 --seeds=4,4 | 4 is there twice",
        "--lambdas=0 --parallel=0 | Invalid --parallel: 0",
        "--lambdas=0 --random=-1 | Invalid --random: -1",
        "--lambdas=0 --set=search.global-batch=15 --workers=2 | search.global-batch = 15",
        "--lambdas=0,1,2 --workers=2 --parallel=3 | Cannot start 6 workers"
      })
  void refusesMistakesInOneLine(String options, String told) {
    assertMistake(sweep(options.split(" ")), told);
    assertThat(out()).doesNotExist();
  }

  @Test
  void refusesADirectoryThatHoldsFilesUnlessResumed() throws IOException {
    Files.createDirectories(out());
    Files.writeString(out().resolve("notes.txt"), "mine");
    assertMistake(sweep("--lambdas=0"), out() + " is not empty", "--resume");
  }

  @Test
  void refusesToResumeWithOtherSettings() throws IOException {
    assertThat(sweep("--lambdas=0", "--set=search.steps=12").status()).isZero();
    assertMistake(
        sweep("--lambdas=0", "--resume", "--set=search.steps=12", "--set=search.norm=l2"),
        "search.norm");
  }
}
