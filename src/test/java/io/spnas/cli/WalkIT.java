package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.bench.Photographs;
import io.spnas.cli.LocalScript.Ended;
import io.spnas.data.ShardDirectory;
import io.spnas.report.TrainedRun;
import io.spnas.spark.prepare.TarFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way on real photographs: archives as ImageNet's, shards, search, training, evaluation,
 * prediction, export, ONNX Runtime. docs/imagenet.md tells it for ImageNet.
 */
@Tag("slow")
class WalkIT {
  private static final int CLASSES = 6;
  private static final int TRAINING = 60;
  private static final int VALIDATION = 21;

  @TempDir private Path directory;

  private final Map<String, Map<String, byte[]>> training = new LinkedHashMap<>();
  private final Map<String, byte[]> validation = new LinkedHashMap<>();
  private final StringBuilder labels = new StringBuilder();

  @Test
  void fromArchivesToOnnxRuntime() throws Exception {
    Path config = writeConfig();
    writeArchives();
    JsonNode prepared =
        run(
            "prepare",
            "imagenet",
            "--train-tar=" + directory.resolve("train.tar"),
            "--validation-tar=" + directory.resolve("validation.tar"),
            "--validation-labels=" + directory.resolve("labels.txt"),
            "--train-shards=5",
            "--validation-shards=3",
            "--out=" + shards());
    assertThat(prepared.at("/splits/train/images").asInt()).isEqualTo(CLASSES * TRAINING);
    assertThat(prepared.at("/splits/validation/images").asInt()).isEqualTo(CLASSES * VALIDATION);

    String[] data = {"--config=" + config, "--data=" + shards(), "--workers=2"};
    run("search", "--run-dir=" + search(), data[0], data[1], data[2]);
    JsonNode trained =
        run(
            "train",
            "--architecture=" + search().resolve("architecture.json"),
            "--run-dir=" + train(),
            data[0],
            data[1],
            data[2]);

    JsonNode evaluated = run("evaluate", "--run-dir=" + train(), "--data=" + shards());
    assertThat(evaluated.path("images").asInt()).isEqualTo(CLASSES * VALIDATION);
    assertThat(evaluated.path("top1").asDouble())
        .as("as during training")
        .isCloseTo(trained.path("top1").asDouble(), within(1e-5))
        .as("six photographs told apart by crops of them: three times what chance does")
        .isGreaterThan(0.5);

    predict();
    exportedModelAgrees(evaluated.path("top1").asDouble());
  }

  private void predict() throws Exception {
    Path image = directory.resolve("one.jpeg");
    Map.Entry<String, byte[]> first = validation.entrySet().iterator().next();
    Files.write(image, first.getValue());
    JsonNode told = run("predict", "--run-dir=" + train(), image.toString());
    JsonNode top = told.at("/predictions/0/top");
    assertThat(top).hasSize(5);
    assertThat(training).containsKey(top.at("/0/label").asText());
    assertThat(top.at("/0/probability").asDouble()).isBetween(1.0 / CLASSES, 1.0);
  }

  private void exportedModelAgrees(double top1) throws Exception {
    Path onnx = directory.resolve("network.onnx");
    run("export", "--run-dir=" + train(), "--format=onnx", "--out=" + onnx);
    OnnxAgreement agreement =
        OnnxAgreement.of(
            Files.readAllBytes(onnx),
            TrainedRun.load(train().toString(), new Configuration()),
            ShardDirectory.open(shards().toString(), "validation"));
    assertThat(agreement.images()).isEqualTo(CLASSES * VALIDATION);
    assertThat(agreement.different()).isEmpty();
    assertThat(agreement.largest()).isLessThan(1e-4);
    assertThat((double) agreement.correct() / agreement.images()).isEqualTo(top1);
  }

  private Path shards() {
    return directory.resolve("shards");
  }

  private Path search() {
    return directory.resolve("search");
  }

  private Path train() {
    return directory.resolve("train");
  }

  private JsonNode run(String... arguments) throws Exception {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new);
    Ended ended = new LocalScript(directory, Map.of()).run(all);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).hasSize(1);
    return new ObjectMapper().readTree(ended.out());
  }

  /** A class a photograph; its images are crops. */
  private void writeArchives() throws Exception {
    List<Path> photographs = photographs();
    for (int c = 0; c < CLASSES; c++) {
      String synset = "n0000000" + (c + 1);
      Path alone = Files.createDirectory(directory.resolve(synset));
      Files.copy(photographs.get(c), alone.resolve(photographs.get(c).getFileName()));
      List<byte[]> crops = Photographs.jpegs(alone, TRAINING + VALIDATION);
      Map<String, byte[]> own = new LinkedHashMap<>();
      for (int i = 0; i < TRAINING; i++) {
        own.put(synset + "_" + i + ".JPEG", crops.get(i));
      }
      training.put(synset, own);
      for (int i = 0; i < VALIDATION; i++) {
        int number = c * VALIDATION + i + 1;
        validation.put(String.format("ILSVRC2012_val_%08d.JPEG", number), crops.get(TRAINING + i));
        labels.append(synset).append('\n');
      }
    }
    Files.write(directory.resolve("train.tar"), TarFiles.ofClasses(training));
    Files.write(directory.resolve("validation.tar"), TarFiles.of(validation));
    Files.writeString(directory.resolve("labels.txt"), labels);
  }

  private List<Path> photographs() throws Exception {
    Path script = Path.of(System.getProperty("spnas.home"), "submit", "photos.sh").normalize();
    Process process =
        new ProcessBuilder("bash", script.toString())
            .redirectError(directory.resolve("photos.err").toFile())
            .start();
    String folder = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor())
        .as(() -> "photos.sh, see " + directory.resolve("photos.err"))
        .isZero();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private Path writeConfig() throws Exception {
    return Files.writeString(
        directory.resolve("walk.conf"),
        """
        input { size = 64, crop-area-min = 0.5 }
        model { classes = 6, width = 0.25, head-channels = 128, dropout = 0 }
        search { steps = 30, warmup-steps = 10, global-batch = 24 }
        train { epochs = 24, global-batch = 24, warmup-epochs = 1, learning-rate = 0.1 }
        train { schedule = cosine, crop-area-min = 0.5, dropout = 0, evaluate-every-epochs = 8 }
        latency.geometry = any
        """);
  }
}
