package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.Command.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.config.Settings;
import io.spnas.data.Pictures;
import io.spnas.train.TrainedModel;
import io.spnas.train.TrainedModels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation and prediction of the same image files, with the commands a user runs. */
class EvaluateCommandTest {
  private static final List<String> LABELS =
      List.of("ant, red", "bee", "cat", "dog", "eel", "fox", "gnu");
  private static final int IMAGES = 6;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static Path run;
  private static Path photos;
  private static Path shards;

  @BeforeAll
  static void prepare() throws IOException {
    System.setProperty("spark.master", "local[2]");
    run = SmallRun.write(shared.resolve("run"), LABELS);
    photos = writePhotos(shared.resolve("photos"));
    shards = shared.resolve("shards");
    prepare("train");
    prepare("validation");
  }

  private static void prepare(String split) throws IOException {
    Ended prepared =
        run(
            "prepare",
            "folder",
            "--input=" + photos,
            "--split=" + split,
            "--shards=3",
            "--out=" + shards,
            "--json");
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.json().path("images").asInt()).isEqualTo(IMAGES * LABELS.size());
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  /** A folder a class, of JPEG and PNG files, and one in CMYK. */
  private static Path writePhotos(Path directory) throws IOException {
    for (int c = 0; c < LABELS.size(); c++) {
      Path folder = Files.createDirectories(directory.resolve(LABELS.get(c)));
      for (int i = 0; i < IMAGES; i++) {
        var picture = Pictures.noise(3 + 5 * i, 4 + 3 * c, 10L * c + i);
        Files.write(
            folder.resolve(i % 2 == 0 ? i + ".jpg" : i + ".png"),
            i % 2 == 0 ? Pictures.jpeg(picture) : Pictures.png(picture));
      }
    }
    Files.write(directory.resolve("cat").resolve("0.jpg"), cmyk());
    return directory;
  }

  private static byte[] cmyk() throws IOException {
    try (InputStream in = Pictures.class.getResourceAsStream("cmyk-adobe.jpg")) {
      return in.readAllBytes();
    }
  }

  private static Ended evaluate(String... more) {
    List<String> arguments = new ArrayList<>(List.of("evaluate"));
    if (Arrays.stream(more).noneMatch(option -> option.startsWith("--run-dir"))) {
      arguments.add("--run-dir=" + run);
    }
    if (Arrays.stream(more).noneMatch(option -> option.startsWith("--data"))) {
      arguments.add("--data=" + shards);
    }
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  /** What {@code predict} takes each file for: images by true class, then by predicted class. */
  private static long[][] predicted() throws IOException {
    long[][] images = new long[LABELS.size()][LABELS.size()];
    List<String> arguments = new ArrayList<>(List.of("predict", "--run-dir=" + run, "--json"));
    for (String label : LABELS) {
      try (var files = Files.list(photos.resolve(label))) {
        files.map(Path::toString).forEach(arguments::add);
      }
    }
    Ended ended = run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.err()).isZero();
    for (JsonNode prediction : ended.json().path("predictions")) {
      Path file = Path.of(prediction.path("image").asText());
      int trueClass = LABELS.indexOf(file.getParent().getFileName().toString());
      images[trueClass][LABELS.indexOf(prediction.at("/top/0/label").asText())]++;
    }
    return images;
  }

  @Test
  void countsWhatPredictSaysOfTheSameFiles() throws IOException {
    long[][] expected = predicted();
    long right = 0;
    for (int c = 0; c < LABELS.size(); c++) {
      right += expected[c][c];
    }
    assertThat(Arrays.stream(expected).filter(row -> row[0] != IMAGES)).isNotEmpty();
    Path csv = temporary.resolve("confusion.csv");
    Path picture = temporary.resolve("confusion.png");
    Ended ended =
        evaluate(
            "--workers=2", "--confusion-matrix=" + csv, "--confusion-picture=" + picture, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().strip().lines()).as("only the result on stdout").hasSize(1);
    JsonNode json = ended.json();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("images", "top1", "top5", "loss", "images_per_second");
    int images = IMAGES * LABELS.size();
    assertThat(json.path("images").asInt()).isEqualTo(images);
    assertThat(json.path("top1").asDouble()).isCloseTo((double) right / images, within(1e-12));
    assertThat(json.path("top5").asDouble()).isBetween(json.path("top1").asDouble(), 1.0);
    assertThat(json.path("loss").asDouble()).isPositive();
    assertThat(json.path("images_per_second").asDouble()).isPositive();

    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(1 + LABELS.size());
    assertThat(lines.get(0)).endsWith("class,\"ant, red\",bee,cat,dog,eel,fox,gnu");
    for (int c = 0; c < LABELS.size(); c++) {
      String row = Arrays.toString(expected[c]).replaceAll("[\\[\\] ]", "");
      assertThat(lines.get(1 + c)).endsWith(LABELS.get(c) + (c == 0 ? "\"," : ",") + row);
    }
    assertThat(ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(picture)))).isNotNull();
  }

  @Test
  void theRunDirectoryKeepsWhatWasCounted() throws IOException {
    JsonNode told = evaluate("--json").json();
    JsonNode kept = new ObjectMapper().readTree(Files.readString(run.resolve("evaluation.json")));
    for (String field : List.of("images", "top1", "top5", "loss")) {
      assertThat(kept.path(field)).as(field).isEqualTo(told.path(field));
    }
    assertThat(kept.path("split").asText()).isEqualTo("validation");
    assertThat(kept.path("labels")).extracting(JsonNode::asText).isEqualTo(LABELS);
    long[][] expected = predicted();
    long sum = 0;
    for (JsonNode cell : kept.path("confusion")) {
      long images = cell.path(2).asLong();
      assertThat(images).isEqualTo(expected[cell.path(0).asInt()][cell.path(1).asInt()]);
      sum += images;
    }
    assertThat(sum).isEqualTo((long) IMAGES * LABELS.size());
    assertThat(run.resolve("report.html")).content().contains("Evaluation", "ant, red");
  }

  @Test
  void anyNumberOfWorkersCountsTheSame() throws IOException {
    JsonNode one = evaluate("--json").json();
    for (int workers : new int[] {3, 5}) {
      JsonNode more = evaluate("--workers=" + workers, "--json").json();
      for (String field : List.of("images", "top1", "top5")) {
        assertThat(more.path(field)).as(field).isEqualTo(one.path(field));
      }
      assertThat(more.path("loss").asDouble()).isCloseTo(one.path("loss").asDouble(), within(1e-5));
    }
  }

  @Test
  void countsWhatTrainingCountedAtItsEnd() throws IOException {
    Path trained = temporary.resolve("trained");
    Ended ended =
        run(
            "train",
            "--architecture=mnasnet-b1",
            "--data=" + shards,
            "--run-dir=" + trained,
            "--set=input.size=16",
            "--set=model.classes=7",
            "--set=model.width=0.25",
            "--set=model.stem-stride=1",
            "--set=train.epochs=2",
            "--set=train.warmup-epochs=0",
            "--set=train.global-batch=6",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode counted = evaluate("--run-dir=" + trained, "--json").json();
    assertThat(counted.path("images")).isEqualTo(ended.json().path("images"));
    // Training rounds to six digits.
    for (String field : List.of("top1", "top5", "loss")) {
      assertThat(counted.path(field).asDouble())
          .as(field)
          .isCloseTo(ended.json().path(field).asDouble(), within(1e-5));
    }
  }

  @Test
  void tellsInWordsWithoutJson() {
    Ended ended = evaluate();
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("42 images of split validation: top-1 ", "images/s");
  }

  @Test
  void refusesWhatIsNotThere() throws IOException {
    Path nowhere = temporary.resolve("nowhere");
    assertMistake(evaluate("--run-dir=" + nowhere), nowhere.toString());
    Path going = SmallRun.write(temporary.resolve("going"), LABELS);
    Files.delete(going.resolve("result.json"));
    assertMistake(evaluate("--run-dir=" + going), going.toString(), "not over");
    assertMistake(evaluate("--data=" + nowhere), nowhere.toString());
    assertMistake(evaluate("--split=test"), "split test", shards.toString());
    assertMistake(evaluate("--workers=0"), "--workers", "0");
  }

  @Test
  void refusesFilesItCantWriteBeforeTheWork() {
    Path nowhere = temporary.resolve("nowhere").resolve("a.csv");
    assertMistake(
        evaluate("--confusion-matrix=" + nowhere), "--confusion-matrix", nowhere.getParent() + "");
    assertMistake(
        evaluate("--confusion-picture=" + temporary), "--confusion-picture", "is a directory");
  }

  @Test
  void refusesAnotherDataSetsClasses() throws IOException {
    List<String> others = new ArrayList<>(LABELS);
    others.set(3, "dingo");
    Path other = SmallRun.write(temporary.resolve("other"), others);
    assertMistake(evaluate("--run-dir=" + other), "Class 3", "'dingo'", "'dog'", "labels.txt");
    Path fewer = SmallRun.write(temporary.resolve("fewer"), LABELS.subList(0, 6));
    assertMistake(evaluate("--run-dir=" + fewer), "7 classes", "6");
  }

  @Test
  void refusesANetworkThatHasDiverged() throws IOException {
    Settings settings = TrainedModels.smallSettings(LABELS.size());
    TrainedModel model = TrainedModels.of("mobilenet-v2", settings, LABELS);
    model.weights()[3] = Float.NaN;
    Path diverged = SmallRun.write(temporary.resolve("diverged"), settings, model);
    assertMistake(evaluate("--run-dir=" + diverged), diverged.toString(), "diverged");
    assertMistake(
        run("predict", "--run-dir=" + diverged, photos.resolve("bee").resolve("0.jpg").toString()),
        diverged.toString(),
        "diverged");
  }

  @Test
  void aBrokenShardEndsTheEvaluationNamingIt() throws IOException {
    Path broken = Files.createDirectory(temporary.resolve("broken"));
    try (var files = Files.list(shards)) {
      for (Path file : files.toList()) {
        Files.copy(file, broken.resolve(file.getFileName()));
      }
    }
    Path shard = broken.resolve("validation-00001-of-00003");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    Path csv = temporary.resolve("never.csv");
    Ended ended = evaluate("--data=" + broken, "--workers=2", "--confusion-matrix=" + csv);
    assertThat(ended.complaint()).hasSize(1);
    assertThat(ended.complaint().get(0)).contains("validation-00001-of-00003");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(csv).doesNotExist();
  }
}
