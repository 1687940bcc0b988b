package io.spnas.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack's script for Android, with an adb whose device is a directory of this machine. */
class AndroidScriptTest {
  private final PackManifest manifest = SmallSpace.pack();
  @TempDir private Path directory;
  private Path pack;
  private Path out;

  private record Ended(int status, String said) {}

  @BeforeEach
  void pack() throws IOException {
    pack = directory.resolve("pack");
    out = directory.resolve("measurements.csv");
    new MeasuringPack(manifest).write(pack.toString(), new Configuration(), false);
    Files.createDirectory(directory.resolve("device"));
  }

  private static Path resource(String name) {
    return Path.of(AndroidScriptTest.class.getResource("/pack/" + name).getPath());
  }

  /** A copy that can be run, as resources are copied without their mode. */
  private Path program(String name) throws IOException {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path copy = bin.resolve(name);
    Files.copy(resource(name), copy, StandardCopyOption.REPLACE_EXISTING);
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    return copy;
  }

  private Ended run(Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    program("adb");
    List<String> command = new ArrayList<>(List.of("bash", pack + "/measure-android.sh"));
    command.addAll(List.of("--perf-test", program("onnxruntime_perf_test").toString()));
    command.addAll(List.of("--out", out.toString(), "--rounds", "2", "--runs", "20"));
    command.addAll(List.of(options));
    Path said = directory.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("FAKE_DEVICE", directory.resolve("device").toString());
    builder.environment().merge("PATH", directory.resolve("bin").toString(), (a, b) -> b + ":" + a);
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(said));
  }

  @Test
  void fastestRunBehindTheWarmUpBecomesTheTime() throws Exception {
    Ended ended = run(Map.of(), "--threads", "4");
    assertThat(ended.status()).as(ended.said()).isZero();
    Measurements measurements =
        MeasurementsCsv.read(Files.readString(out), out.toString(), manifest.models());
    assertThat(measurements.rounds(manifest.models())).isEqualTo(2);
    for (String model : manifest.models()) {
      double bytes = Files.size(pack.resolve(model + ".onnx"));
      assertThat(measurements.times(model))
          .hasSize(2)
          .allSatisfy(ms -> assertThat(ms).isCloseTo(bytes * 1e-6, within(1e-6)));
    }
    assertThat(measurements.notes())
        .containsEntry("device", "Maker Phone 1")
        .containsEntry("threads", "4")
        .containsEntry("batch", "1")
        .containsEntry("pack", manifest.id());
    assertThat(directory.resolve("device")).isEmptyDirectory();
  }

  @Test
  void aModelThatCannotRunIsNamedAndLeavesNoFile() throws Exception {
    String model = manifest.models().get(1);
    Ended ended = run(Map.of("FAKE_FAILURE", model + ".onnx"));
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.said()).contains("failed on " + model, "No Op registered");
    assertThat(out).doesNotExist();
    assertThat(Path.of(out + ".tmp")).doesNotExist();
  }

  @Test
  void mistakesAreToldInOneLine() throws Exception {
    assertMistake(run(Map.of(), "--rounds", "0"), "--rounds: '0', expected 1 or more");
    assertMistake(run(Map.of(), "--perf-test", "nothing"), "--perf-test: no file 'nothing'");
    assertMistake(run(Map.of(), "--speed", "3"), "Unknown option --speed");
    assertMistake(run(Map.of(), "--out"), "Missing value of --out");
    Files.writeString(out, "");
    assertMistake(run(Map.of()), "is there already");
  }

  private static void assertMistake(Ended ended, String message) {
    assertThat(ended.status()).as(ended.said()).isEqualTo(2);
    assertThat(ended.said()).hasLineCount(1).contains(message);
  }
}
