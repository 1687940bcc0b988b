package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.spnas.latency.LatencyTable;
import io.spnas.profile.FakePhone;
import io.spnas.profile.Measurements;
import io.spnas.profile.MeasurementsCsv;
import io.spnas.profile.PackManifest;
import io.spnas.profile.Probe;
import io.spnas.profile.SmallSpace;
import io.spnas.space.Layer;
import io.spnas.space.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  @TempDir private Path directory;
  private String config;
  private String pack;
  private String out;

  @BeforeEach
  void files() throws IOException {
    config = Files.writeString(directory.resolve("small.conf"), SmallSpace.CONFIG).toString();
    pack = directory.resolve("pack").toString();
    out = directory.resolve("table.json").toString();
  }

  private static Command.Ended profile(String... arguments) {
    return Command.run(
        Stream.concat(Stream.of("profile"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  /** What a device measures on which times add up. */
  private String measured(String... moreLines) throws IOException {
    Measurements measurements = new Measurements();
    PackManifest manifest = SmallSpace.pack();
    measurements.note("pack", manifest.id());
    measurements.note("threads", "3");
    for (Probe probe : manifest.plan().probes()) {
      for (double share : new double[] {1, 1.25, 0.75}) {
        measurements.add(probe.name(), share * FakePhone.milliseconds(probe.network()));
      }
    }
    String text = MeasurementsCsv.write(measurements) + String.join("\n", moreLines);
    return Files.writeString(directory.resolve("measurements.csv"), text).toString();
  }

  @Test
  void packHoldsAModelForEachProbe() throws IOException {
    Command.Ended ended = profile("--config", config, "--emit-pack", pack, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    List<String> models = SmallSpace.pack().models();
    assertThat(ended.json().get("models").asInt()).isEqualTo(models.size());
    for (String model : models) {
      assertThat(Path.of(pack, model + ".onnx")).isNotEmptyFile();
    }
    assertThat(Path.of(pack))
        .isDirectoryContaining("glob:**/manifest.json")
        .isDirectoryContaining("glob:**/README.txt")
        .isDirectoryContaining("glob:**/measure.py")
        .isDirectoryContaining("glob:**/measure-android.sh");
    assertMistake(profile("--config", config, "--emit-pack", pack), pack, "holds files", "--force");
    assertThat(profile("--config", config, "--emit-pack", pack, "--force").status()).isZero();
  }

  @Test
  void timesThatAreSumsOfPartsGiveThePartsBack() throws IOException {
    profile("--config", config, "--emit-pack", pack);
    Command.Ended ended =
        profile("--from-measurements", measured(), "--pack", pack, "--out", out, "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    LatencyTable table = LatencyTable.load(out);
    assertThat(table.origin().measured()).containsEntry("threads", "3");
    assertThat(table.origin().inputSize()).isEqualTo(32);
    int size = 16;
    int next = 0;
    for (Layer layer : SmallSpace.pack().plan().space().allLayers()) {
      for (Operation operation : Operation.values()) {
        if (layer.searchable() && operation != Operation.SKIP) {
          assertThat(table.milliseconds(next, operation))
              .as("layer %d %s", layer.index(), operation.label())
              .isCloseTo(
                  FakePhone.milliseconds(operation.applied(layer.block()), size), within(5e-6));
        }
      }
      next += layer.searchable() ? 1 : 0;
      size = (size + layer.block().stride() - 1) / layer.block().stride();
    }
  }

  @Test
  void theTablePredictsTheWholeNetworkOfAdditiveParts() throws IOException {
    assertThat(
            profile("--from-measurements", measured(), "--config", config, "--out", out).status())
        .isZero();
    LatencyTable table = LatencyTable.load(out);
    double largest = table.base();
    for (int layer = 0; layer < table.searchable().size(); layer++) {
      largest += table.milliseconds(layer, Operation.K5_E6);
    }
    double supernet = FakePhone.milliseconds(SmallSpace.pack().plan().space().supernet());
    assertThat(largest).isCloseTo(supernet, within(2e-5));
  }

  @Test
  void measurementsOfOtherModelsAreRefused() throws IOException {
    String csv = measured();
    assertMistake(profile("--from-measurements", csv, "--out", out), csv, "unknown model");
    assertMistake(
        profile(
            "--from-measurements",
            csv,
            "--config",
            config,
            "--set",
            "model.classes=7",
            "--out",
            out),
        csv,
        "times of pack " + SmallSpace.pack().id());
    assertMistake(
        profile("--from-measurements", measured("exit,-3"), "--config", config, "--out", out),
        "line ",
        "column 6: time is '-3'");
    String header = Files.writeString(directory.resolve("m.csv"), "model,ms\n").toString();
    assertMistake(
        profile("--from-measurements", header, "--config", config, "--out", out),
        "no times of",
        "the first of them entrance");
    assertMistake(
        profile("--from-measurements", csv, "--pack", directory.toString(), "--out", out),
        "Cannot find file",
        "manifest.json");
    assertThat(Path.of(out)).doesNotExist();
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    assertMistake(profile("--config", config), "Missing --out or --emit-pack");
    assertMistake(
        profile("--config", config, "--emit-pack", pack, "--out", out), "--out", "--emit-pack");
    assertMistake(profile("--config", config, "--pack", pack, "--out", out), "--pack");
    assertMistake(profile("--out", out, "--rounds", "0"), "--rounds: 0, expected 1 or more");
    assertMistake(profile("--out", directory.toString()), "is a directory");
    assertMistake(profile("--out", out, "--runtime", "tflite"), "--runtime", "tflite");
  }

  @Test
  void resumeBeginsContinuesAndFindsDone() throws IOException {
    String[] arguments = {"--config", config, "--out", out, "--rounds", "1", "--resume", "--json"};
    Command.Ended begun = profile(arguments);
    assertThat(begun.status()).as(begun.err()).isZero();
    String table = Files.readString(Path.of(out));
    Command.Ended again = profile(arguments);
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(Files.readString(Path.of(out))).as("measures nothing again").isEqualTo(table);
    assertThat(again.json()).isEqualTo(begun.json());

    Files.delete(Path.of(out + ".measurements.csv"));
    assertMistake(profile(arguments), out, "is there already", "--force");
    assertThat(Files.readString(Path.of(out))).isEqualTo(table);
  }

  @Test
  void smallSpaceIsMeasuredContinuedAndNotOverwritten() throws IOException {
    String kept = out + ".measurements.csv";
    Command.Ended ended = profile("--config", config, "--out", out, "--rounds", "2", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.json().get("rounds").asInt()).isEqualTo(2);
    LatencyTable table = LatencyTable.load(out);
    assertThat(table.base()).isPositive();
    assertThat(table.origin().measured().get("runtime")).startsWith("ONNX Runtime 1.");
    assertThat(table.origin().blocks()).isEqualTo(SmallSpace.pack().plan().space().blockStrings());

    assertMistake(profile("--config", config, "--out", out), out, "is there already", "--force");
    Files.delete(Path.of(out));
    assertMistake(profile("--config", config, "--out", out), kept, "is there already", "--resume");
    assertMistake(
        profile("--config", config, "--out", out, "--resume", "--threads", "2"),
        "threads = 1, expected 2");

    String before = Files.readString(Path.of(kept));
    ended = profile("--config", config, "--out", out, "--resume", "--rounds", "3", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.json().get("rounds").asInt()).isEqualTo(3);
    assertThat(Files.readString(Path.of(kept)))
        .contains(before.substring(before.indexOf("model,ms")));
  }
}
