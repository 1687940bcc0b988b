package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.data.Pictures;
import io.spnas.spark.prepare.TarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareImageNetCommandTest {
  @TempDir private Path directory;

  @BeforeAll
  static void setMaster() {
    System.setProperty("spark.master", "local[2]");
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  @Test
  void tellsBothSplitsAndWhatWasLeftOut() throws IOException {
    Path train = writeTrain();
    Path validation =
        Files.write(directory.resolve("validation.tar"), TarFiles.of(images("val_", 3)));
    Path labels = Files.writeString(directory.resolve("labels"), "n02\nn01\nn02\n");
    Ended ended =
        prepare(
            "--train-tar=" + train,
            "--train-shards=2",
            "--validation-tar=" + validation,
            "--validation-labels=" + labels,
            "--validation-shards=1",
            "--max-refused=1",
            "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).hasSize(1);
    JsonNode splits = ended.json().path("splits");
    assertThat(splits.path("train").path("images").asInt()).isEqualTo(8);
    assertThat(splits.path("train").path("classes").asInt()).isEqualTo(2);
    assertThat(splits.path("train").path("shards").asInt()).isEqualTo(2);
    assertThat(splits.path("train").path("refused").get(0).asText())
        .contains("n02.tar/text.JPEG", "neither JPEG nor PNG");
    assertThat(splits.path("validation").path("images").asInt()).isEqualTo(3);
    assertThat(splits.path("validation").path("refused")).isEmpty();
    assertThat(ended.err()).contains("Left out of train: ", "train: 9 images of 2 classes in ");
  }

  @Test
  void mistakesAreToldInOneLine() throws IOException {
    assertMistake(prepare(), "--train-tar", "--validation-tar");
    assertMistake(prepare("--validation-tar=x"), "--validation-tar", "--validation-labels");
    assertMistake(prepare("--validation-labels=x"), "--validation-labels", "--validation-tar");
    assertMistake(prepare("--train-tar=x", "--synsets=y"), "--synsets", "--validation-labels");
    assertMistake(prepare("--train-tar=x", "--max-refused=-1"), "--max-refused is -1");
    assertMistake(prepare("--train-tar=x", "--check=no"), "--check");
    assertMistake(prepare("--train-tar=" + directory.resolve("x")), "No such archive");
    byte[] whole = Files.readAllBytes(writeTrain());
    Path cut = Files.write(directory.resolve("cut.tar"), Arrays.copyOf(whole, whole.length / 4));
    assertMistake(prepare("--train-tar=" + cut), "cut.tar", "is cut short in entry n0");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  private Ended prepare(String... options) {
    List<String> arguments = new ArrayList<>(List.of("prepare", "imagenet"));
    arguments.add("--out=" + directory.resolve("out"));
    arguments.addAll(List.of(options));
    return Command.run(arguments.toArray(String[]::new));
  }

  /** Eight images in two classes, and a file that is none. */
  private Path writeTrain() throws IOException {
    Map<String, byte[]> second = images("n02_", 4);
    second.put("text.JPEG", "no image".getBytes(StandardCharsets.US_ASCII));
    return Files.write(
        directory.resolve("train.tar"),
        TarFiles.ofClasses(Map.of("n01", images("n01_", 4), "n02", second)));
  }

  private static Map<String, byte[]> images(String prefix, int count) {
    Map<String, byte[]> images = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      images.put(prefix + i + ".JPEG", Pictures.jpeg(Pictures.noise(12, 10, i)));
    }
    return images;
  }
}
