package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import io.spnas.report.TrainedRun;
import io.spnas.report.export.NpzWeights;
import io.spnas.train.TrainedModel;
import io.spnas.train.TrainedModels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code import} makes a run of an archive, and {@code export} files of a run. */
class ExportTest {
  private static final int CLASSES = 4;
  private static final TrainedModel MODEL = TrainedModels.small(CLASSES);

  @TempDir private Path directory;

  private Path archive;
  private Path run;

  @BeforeEach
  void writeArchive() throws IOException {
    archive = Files.write(directory.resolve("weights.npz"), NpzWeights.write(MODEL));
    run = directory.resolve("run");
  }

  private Ended runImport(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "import",
                "--weights=" + archive,
                "--architecture=mobilenet-v2",
                "--set=input.size=16",
                "--set=model.width=0.25",
                "--set=model.stem-stride=1",
                "--run-dir=" + run));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(argument -> argument.startsWith("--set=model.classes"))) {
      arguments.add("--set=model.classes=" + CLASSES);
    }
    return Command.run(arguments.toArray(String[]::new));
  }

  private Ended export(String format, Path out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("export", "--run-dir=" + run, "--format=" + format, "--out=" + out));
    arguments.addAll(List.of(more));
    return Command.run(arguments.toArray(String[]::new));
  }

  private static Ended succeed(Ended ended) {
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void anImportedRunIsReadAsATrainedOne() throws IOException {
    Path labels = Files.write(directory.resolve("names"), List.of("a", "b", "c d", "é"));
    JsonNode json = succeed(runImport("--labels=" + labels, "--json")).json();
    assertThat(json.path("parameters").asInt()).isEqualTo(MODEL.weights().length);
    TrainedModel read = TrainedRun.load(run.toString(), new Configuration());
    assertThat(read.shape()).isEqualTo(MODEL.shape());
    assertThat(read.weights()).isEqualTo(MODEL.weights());
    assertThat(read.statistics()).isEqualTo(MODEL.statistics());
    assertThat(read.labels()).containsExactly("a", "b", "c d", "é");
  }

  @Test
  void exportedWeightsComeBackBitByBit() throws IOException {
    succeed(runImport());
    Path again = directory.resolve("again.npz");
    succeed(export("npz", again));
    assertThat(again).hasSameBinaryContentAs(archive);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "bigdl", "npz"})
  void tellsWhatItWrote(String format) throws IOException {
    succeed(runImport());
    Path out = directory.resolve("network");
    JsonNode json = succeed(export(format, out, "--json")).json();
    assertThat(json.path("format").asText()).isEqualTo(format);
    assertThat(json.path("bytes").asLong()).isEqualTo(Files.size(out));
    assertThat(json.path("batch_norm").asText())
        .isEqualTo(format.equals("npz") ? "kept" : "folded");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("weights.npz", "run", "network");
    }
  }

  @Test
  void onnxRuntimeReadsTheFile() throws Exception {
    succeed(runImport());
    Path folded = directory.resolve("folded.onnx");
    Path kept = directory.resolve("kept.onnx");
    succeed(export("onnx", folded));
    succeed(export("onnx", kept, "--keep-batch-norm"));
    assertThat(Files.size(kept)).isGreaterThan(Files.size(folded));
    assertThat(probabilities(folded))
        .hasSize(CLASSES)
        .containsExactly(probabilities(kept), within(1e-4f));
  }

  private static float[] probabilities(Path file) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] pixels = new float[3 * 16 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 256;
    }
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor image =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(pixels), new long[] {1, 3, 16, 16});
        OrtSession.Result result = session.run(Map.of("image", image))) {
      return ((float[][]) result.get("probabilities").orElseThrow().getValue())[0];
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "npz", "bigdl"})
  void theSameExportAgainLeavesTheFile(String format) throws IOException {
    succeed(runImport());
    Path out = directory.resolve("network." + format);
    JsonNode first = succeed(export(format, out, "--json")).json();
    Files.setLastModifiedTime(out, FileTime.from(Instant.EPOCH));
    assertThat(succeed(export(format, out, "--json")).json()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(out)).isEqualTo(FileTime.from(Instant.EPOCH));
  }

  @Test
  void aFileIsReplacedOnlyWhenAsked() throws IOException {
    succeed(runImport());
    Path out = Files.writeString(directory.resolve("network.onnx"), "precious");
    assertMistake(export("onnx", out), "--out", "network.onnx", "there already", "--overwrite");
    assertThat(out).hasContent("precious");
    succeed(export("onnx", out, "--overwrite"));
    assertThat(Files.size(out)).isGreaterThan(1000);
  }

  @Test
  void aRunThatIsNotOverIsRefused() throws IOException {
    succeed(runImport());
    Files.delete(run.resolve("result.json"));
    Path out = directory.resolve("network.onnx");
    assertMistake(export("onnx", out), "Training in " + run, "not over");
    assertThat(out).doesNotExist();
  }

  @Test
  void directoriesThatAreMissingAreNamed() {
    Path out = directory.resolve("none/network.onnx");
    assertMistake(export("onnx", out), "--out", "none");
    assertMistake(export("onnx", directory.resolve("network.onnx")), run.toString());
  }

  @Test
  void unknownFormatsAreRefused() {
    assertMistake(export("tflite", directory.resolve("x")), "--format", "tflite", "ONNX");
  }

  @Test
  void weightsOfAnotherNetworkAreRefusedAndNothingIsWritten() {
    assertMistake(
        runImport("--set=model.classes=5"),
        "Cannot import " + archive,
        "mnas_head/dense/kernel has shape [1280, 4], expected [1280, 5]");
    assertThat(run).doesNotExist();
  }

  @Test
  void aDamagedArchiveIsRefusedAndNothingIsWritten() throws IOException {
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertMistake(runImport(), "Cannot import " + archive, "no whole zip file");
    assertThat(run).doesNotExist();
    Files.delete(archive);
    assertMistake(runImport(), archive.toString());
  }

  @Test
  void labelsMustBeAsManyAsClasses() throws IOException {
    Path labels = Files.write(directory.resolve("names"), List.of("a", "b"));
    assertMistake(runImport("--labels=" + labels), "2 class names", "expected 4");
    assertThat(run).doesNotExist();
  }

  @Test
  void aDirectoryWithARunIsLeftAlone() throws IOException {
    succeed(runImport());
    assertMistake(runImport(), run.toString(), "holds a run already");
  }
}
