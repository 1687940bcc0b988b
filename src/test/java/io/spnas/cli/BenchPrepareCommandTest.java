package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.data.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPrepareCommandTest {
  @TempDir private Path photos;
  @TempDir private Path work;

  @BeforeAll
  static void setMaster() {
    System.setProperty("spark.master", "local[2]");
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  @Test
  void tellsRatesAndTheirRatioAndLeavesNothing() throws IOException {
    Files.write(photos.resolve("a.jpg"), Pictures.jpeg(Pictures.noise(600, 400, 1)));
    Ended ended =
        bench(
            "--images=31",
            "--different=3",
            "--classes=5",
            "--shards=2",
            "--rounds=1",
            "--with-decode",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode json = ended.json();
    assertThat(json.path("images").asInt()).isEqualTo(31);
    assertThat(json.path("cores").asInt()).isEqualTo(2);
    double copy = json.path("copy").path("seconds").asDouble();
    double markers = json.path("markers").path("seconds").asDouble();
    assertThat(json.path("markers").path("images_per_second").asDouble() * markers)
        .isCloseTo(31, within(1e-6));
    assertThat(json.path("ratio_to_copy").asDouble()).isCloseTo(copy / markers, within(1e-6));
    assertThat(json.path("decode").path("megabytes_per_second_per_core").asDouble()).isPositive();
    assertThat(json.path("imagenet_hours_by_images").asDouble()).isPositive();
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void mistakesAreToldInOneLine() {
    assertMistake(bench("--images=3"), "3 images for 1000 classes");
    assertMistake(bench("--rounds=0"), "--rounds: 0");
    assertMistake(bench(work.resolve("missing")), "missing", "--dir");
    assertMistake(bench(), "No photographs in");
  }

  private Ended bench(String... options) {
    return bench(work, options);
  }

  private Ended bench(Path dir, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "bench";
    arguments[1] = "prepare";
    arguments[2] = "--photos=" + photos;
    arguments[3] = "--dir=" + dir;
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Command.run(arguments);
  }
}
