package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.config.InvalidInputException;
import io.spnas.report.TrainedRun;
import io.spnas.space.NamedNetworks;
import io.spnas.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} on local Spark, from a search's network to averaged weights. */
class TrainTest {
  private static final int TRAINING = 200;
  private static final int VALIDATION = 50;
  private static final int STEPS = 50;
  private static final String LAST = "checkpoints/step-00000050.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static Path config;
  private static Path shards;
  private static Path search;

  @BeforeAll
  static void searchOnce() throws IOException {
    System.setProperty("spark.master", "local[2]");
    config = SmallConfig.write(shared);
    shards = shared.resolve("shards");
    prepare("train", TRAINING, 3);
    prepare("validation", VALIDATION, 2);
    search = shared.resolve("search");
    succeed(
        "search", "--config=" + config, "--data=" + shards, "--run-dir=" + search, "--workers=2");
  }

  private static void prepare(String split, int images, int count) throws IOException {
    Path directory = Files.createDirectories(shared.resolve(split));
    Idx idx = Idx.write(directory, images);
    succeed(
        "prepare",
        "idx",
        "--images=" + idx.images,
        "--labels=" + idx.labels,
        "--split=" + split,
        "--shards=" + count,
        "--out=" + shards);
  }

  private static Ended succeed(String... arguments) {
    Ended ended = Command.run(arguments);
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended;
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private static Path found() {
    return search.resolve("architecture.json");
  }

  private String[] train(Object architecture, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--architecture=" + architecture,
                "--config=" + config,
                "--run-dir=" + run(),
                "--data=" + shards));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private List<JsonNode> records() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(run().resolve("metrics.jsonl"))) {
      records.add(new ObjectMapper().readTree(line));
    }
    return records;
  }

  private List<JsonNode> evaluations() throws IOException {
    return records().stream().filter(record -> record.has("validation_images")).toList();
  }

  private TrainedModel model() throws IOException {
    return TrainedRun.load(run().toString(), new Configuration());
  }

  @Test
  void runsDrawTheirReportsAndSayWhatTheyRanOn() throws IOException {
    succeed(train(found(), "--workers=2"));
    JsonNode starts =
        new ObjectMapper()
            .readTree(Files.readString(run().resolve("provenance.json")))
            .path("starts");
    assertThat(starts).hasSize(1);
    assertThat(starts.get(0).path("workers").asText()).isEqualTo("2");
    assertThat(starts.get(0).path("data").asText()).isEqualTo(shards.toString());
    assertThat(starts.get(0).path("master").asText()).isEqualTo("local[2]");
    assertThat(search.resolve("report.html"))
        .content()
        .contains("finished", "Found a network of", "figure-decision-curves", shards.toString());
    assertThat(run().resolve("report.html"))
        .content()
        .contains("finished", "validation images", "figure-validation");
  }

  @Test
  void trainsAndEvaluatesEachEpochOnEveryImageOnce() throws IOException {
    JsonNode told = succeed(train(found(), "--workers=2", "--json")).json();
    assertThat(told.path("steps").asInt()).isEqualTo(STEPS);
    assertThat(told.path("images").asInt()).isEqualTo(VALIDATION);

    assertThat(evaluations()).hasSize(4);
    assertThat(evaluations())
        .allSatisfy(
            record -> assertThat(record.path("validation_images").asInt()).isEqualTo(VALIDATION));
    JsonNode last = evaluations().get(3);
    assertThat(last.path("step").asInt()).isEqualTo(STEPS);
    assertThat(last.path("validation_top1").asDouble()).isEqualTo(told.path("top1").asDouble());
    assertThat(records().get(0).has("runtime_ms")).as("nothing is searched").isFalse();
    double first = records().get(0).path("cross_entropy").asDouble();
    assertThat(told.path("cross_entropy").asDouble()).as("learns").isLessThan(0.9 * first);

    assertThat(Files.readString(run().resolve("architecture.json")))
        .isEqualTo(Files.readString(found()));
    assertThat(model().labels()).hasSize(Idx.CLASSES);
    assertThat(model().input().cropAreaMin()).isEqualTo(0.9);
  }

  @Test
  void countsTheSameWithOneWorker() throws IOException {
    succeed(train(found(), "--workers=1", "--set=train.epochs=1"));
    assertThat(evaluations()).hasSize(1);
    assertThat(evaluations().get(0).path("validation_images").asInt()).isEqualTo(VALIDATION);
  }

  @Test
  void resumedTrainingEndsWithTheSameBits() throws IOException {
    succeed(train(found(), "--workers=2"));
    byte[] unbroken = Files.readAllBytes(run().resolve(LAST));
    List<JsonNode> before = evaluations();
    Files.delete(run().resolve(LAST));
    succeed(train(found(), "--workers=2", "--resume"));
    assertThat(Files.readAllBytes(run().resolve(LAST))).isEqualTo(unbroken);
    assertThat(evaluations().get(3).path("validation_loss"))
        .isEqualTo(before.get(3).path("validation_loss"));
  }

  @Test
  void resumeBeginsWhereThereIsNoneAndTellsTheResultOfOneThatIsOver() throws IOException {
    String[] arguments = train(found(), "--resume", "--set=train.epochs=1", "--json");
    JsonNode told = succeed(arguments).json();
    assertThat(told.path("images").asInt()).isEqualTo(VALIDATION);
    Path checkpoint = SearchProcess.checkpoints(run()).get(0);
    FileTime written = Files.getLastModifiedTime(checkpoint);
    Ended again = succeed(arguments);
    assertThat(again.json()).isEqualTo(told);
    assertThat(again.err()).as("starts no Spark").doesNotContain("workers, from step");
    assertThat(Files.getLastModifiedTime(checkpoint)).isEqualTo(written);
  }

  @Test
  void aTrainingThatWasKilledAsItBeganIsBegunAgain() throws IOException {
    String[] arguments = train(found(), "--resume", "--set=train.epochs=1");
    succeed(arguments);
    for (Path file : SearchProcess.checkpoints(run())) {
      Files.delete(file);
    }
    for (String name : List.of("result.json", "metrics.jsonl", "architecture.json", "labels.txt")) {
      Files.delete(run().resolve(name));
    }
    succeed(arguments);
    assertThat(model().labels()).hasSize(Idx.CLASSES);
    assertThat(run().resolve("architecture.json")).hasSameTextualContentAs(found());
  }

  @Test
  void aRefusedContinuationLeavesTheResult() throws IOException {
    succeed(train(found(), "--set=train.epochs=1"));
    assertMistake(
        Command.run(train(found(), "--resume", "--set=train.epochs=1", "--set=train.seed=9")),
        "train.seed = 9");
    assertMistake(
        Command.run(train(found(), "--resume", "--workers=9", "--set=train.epochs=2")),
        "over 9 workers");
    assertThat(run().resolve("result.json")).exists();
  }

  @Test
  void epochsMayGrowInStairsButNotOnACosine() throws IOException {
    succeed(train(found(), "--workers=2"));
    succeed(train(found(), "--workers=2", "--resume", "--set=train.epochs=5"));
    assertThat(evaluations()).last().extracting(r -> r.path("step").asInt()).isEqualTo(63);
    assertMistake(
        Command.run(
            train(found(), "--resume", "--set=train.epochs=6", "--set=train.schedule=cosine")),
        "train.epochs = 6",
        "train.schedule");
  }

  @Test
  void startsWithTheSupernetsWeights() throws IOException {
    String[] short1 = {"--set=train.epochs=1", "--set=metrics.every-steps=1"};
    succeed(train(found(), short1));
    double cold = records().get(0).path("cross_entropy").asDouble();
    Files.move(run(), temporary.resolve("cold"));
    succeed(train(found(), short1[0], short1[1], "--warm-start=" + search));
    double warm = records().get(0).path("cross_entropy").asDouble();
    assertThat(warm).as("knows something").isLessThan(cold);
  }

  @Test
  void trainsANamedNetworkAtTheSettingsSize() throws IOException {
    String[] shape = {"--set=input.size=32", "--set=model.width=0.25", "--set=train.epochs=1"};
    succeed(train("proxyless-mobile", shape));
    assertThat(model().shape())
        .satisfies(
            network -> {
              assertThat(network.classes()).isEqualTo(4);
              assertThat(network.inputSize()).isEqualTo(32);
              assertThat(network.blocks().get(3).kernel()).isEqualTo(7);
            });
    assertThat(NamedNetworks.names()).contains("proxyless-mobile");
  }

  @Test
  void refusesAnArchitectureForOtherClasses() {
    assertMistake(
        Command.run(train(found(), "--set=model.classes=7")),
        found().toString(),
        "class count 4",
        "model.classes = 7");
    assertThat(run()).doesNotExist();
  }

  @Test
  void refusesToResumeWithAnotherNetwork() {
    succeed(train(found(), "--set=train.epochs=1"));
    Path other = temporary.resolve("other");
    succeed(
        "search",
        "--config=" + config,
        "--data=" + shards,
        "--run-dir=" + other,
        "--set=search.lambda=0.5");
    assertMistake(
        Command.run(train(other.resolve("architecture.json"), "--resume", "--set=train.epochs=1")),
        "another network");
  }

  @Test
  void aSearchIsNoTrainedNetwork() {
    assertThatThrownBy(() -> TrainedRun.load(search.toString(), new Configuration()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected the training of a network");
  }

  @Test
  void aTrainingThatIsNotOverIsNoResult() throws IOException {
    succeed(train(found()));
    Files.delete(run().resolve("result.json"));
    assertThatThrownBy(this::model)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not over", "--resume");
  }

  @Test
  void withoutAValidationSplitNothingIsEvaluated() throws IOException {
    Path alone = Files.createDirectories(temporary.resolve("alone"));
    try (var files = Files.list(shards)) {
      for (Path file : files.filter(f -> !f.toString().contains("validation")).toList()) {
        Files.copy(file, alone.resolve(file.getFileName()));
      }
    }
    JsonNode told =
        succeed(
                "train",
                "--architecture=" + found(),
                "--config=" + config,
                "--data=" + alone,
                "--run-dir=" + run(),
                "--set=train.epochs=1",
                "--json")
            .json();
    assertThat(told.has("top1")).isFalse();
    assertThat(evaluations()).isEmpty();
  }
}
