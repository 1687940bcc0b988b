package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static io.spnas.cli.Command.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.data.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  private static final List<String> LABELS = List.of("ant, red", "bee", "cat", "dog", "eel", "fox");

  @TempDir private static Path shared;

  private static Path run;
  private static Path jpeg;
  private static Path png;
  private static Path cmyk;

  @BeforeAll
  static void write() throws IOException {
    run = SmallRun.write(shared.resolve("run"), LABELS);
    jpeg =
        Files.write(
            shared.resolve("one two%20: three.jpg"), Pictures.jpeg(Pictures.noise(40, 30, 1)));
    png = Files.write(shared.resolve("b.png"), Pictures.png(Pictures.noise(16, 16, 2)));
    cmyk = shared.resolve("cmyk.jpg");
    try (InputStream in = Pictures.class.getResourceAsStream("cmyk-adobe.jpg")) {
      Files.write(cmyk, in.readAllBytes());
    }
  }

  private static Ended predict(String... more) {
    List<String> arguments = new ArrayList<>(List.of("predict", "--run-dir=" + run));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static String missing() {
    return shared.resolve("missing.jpg").toString();
  }

  @Test
  void namesTheMostProbableClassesOfEachFile() throws IOException {
    List<String> images = List.of(jpeg.toString(), png.toUri().toString(), cmyk.toString());
    Ended ended = predict(images.get(0), images.get(1), images.get(2), "--top=6", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().strip().lines()).as("only the result on stdout").hasSize(1);
    JsonNode predictions = ended.json().path("predictions");
    assertThat(predictions).extracting(p -> p.path("image").asText()).isEqualTo(images);
    for (JsonNode prediction : predictions) {
      List<String> labels = new ArrayList<>();
      List<Double> probabilities = new ArrayList<>();
      for (JsonNode one : prediction.path("top")) {
        labels.add(one.path("label").asText());
        probabilities.add(one.path("probability").asDouble());
      }
      assertThat(labels).containsExactlyInAnyOrderElementsOf(LABELS);
      assertThat(probabilities).isSortedAccordingTo((a, b) -> Double.compare(b, a));
      assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
    }
    assertThat(SparkEnv.get()).as("no Spark was started").isNull();
  }

  @Test
  void topIsFiveUnlessAskedFor() throws IOException {
    JsonNode five = predict(jpeg.toString(), "--json").json().at("/predictions/0/top");
    assertThat(five).hasSize(5);
    JsonNode one = predict(jpeg.toString(), "--top=1", "--json").json().at("/predictions/0/top");
    assertThat(one).hasSize(1);
    assertThat(one.get(0)).isEqualTo(five.get(0));
    assertThat(predict(jpeg.toString(), "--top=100", "--json").json().at("/predictions/0/top"))
        .hasSize(LABELS.size());
  }

  @Test
  void tellsInWordsWithoutJson() {
    Ended ended = predict(jpeg.toString(), "--top=2");
    assertThat(ended.status()).isZero();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(jpeg.toString());
    assertThat(lines.get(1)).matches(" +\\d+\\.\\d % {2}(" + String.join("|", LABELS) + ")");
  }

  @Test
  void whatIsNoImageIsToldAndTheOthersArePredicted() throws IOException {
    Path text = Files.writeString(shared.resolve("text.jpg"), "no photograph");
    Path cut = shared.resolve("cut.jpg");
    byte[] whole = Files.readAllBytes(jpeg);
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Ended ended =
        predict(
            text.toString(),
            jpeg.toString(),
            missing(),
            cut.toString(),
            shared.toString(),
            png.toString());
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.complaint()).hasSize(4);
    assertThat(ended.complaint().get(0)).contains(text.toString(), "neither JPEG nor PNG");
    assertThat(ended.complaint().get(1)).contains(missing());
    assertThat(ended.complaint().get(2)).contains(cut.toString());
    assertThat(ended.complaint().get(3)).contains(shared.toString());
    assertThat(ended.out()).contains(jpeg.toString(), png.toString());

    Ended json = predict(missing(), png.toString(), "--json");
    assertThat(json.status()).isEqualTo(2);
    assertThat(json.json().path("predictions")).hasSize(1);
    assertThat(json.json().at("/predictions/0/image").asText()).isEqualTo(png.toString());
  }

  @Test
  void refusesWrongArguments() {
    Path nowhere = shared.resolve("nowhere");
    assertMistake(run("predict", "--run-dir=" + nowhere, jpeg.toString()), nowhere.toString());
    assertMistake(predict(), "IMAGE");
    assertMistake(predict("--top=0", jpeg.toString()), "--top", "0");
    assertMistake(predict("x:y:z"), "Not a path", "x:y:z");
  }
}
