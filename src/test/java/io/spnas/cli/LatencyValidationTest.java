package io.spnas.cli;

import static io.spnas.cli.Command.assertMistake;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyValidationTest {
  @TempDir private Path directory;

  @Test
  void measuresSmallNetworksAndDrawsThem() throws Exception {
    Path picture = directory.resolve("scatter.png");
    String[] command = {
      "latency",
      "--validate",
      "3",
      "--rounds",
      "1",
      "--picture",
      picture.toString(),
      "--json",
      "--set",
      "input.size=32",
      "--set",
      "model.width=0.25",
      "--set",
      "model.classes=10",
      "--set",
      "model.blocks=[r1_k3_s11_e1_i32_o16_noskip, r3_k5_s22_e6_i16_o24]"
    };
    Command.Ended ended = Command.run(command);
    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode json = ended.json();
    assertThat(json.path("runtime").asText()).startsWith("ONNX Runtime ");
    assertThat(json.path("networks")).hasSize(3);
    for (JsonNode network : json.path("networks")) {
      assertThat(network.path("architecture")).hasSize(3);
      assertThat(network.path("measured_ms").asDouble()).isPositive();
    }
    assertThat(json.path("mean_absolute_error").asDouble()).isNotNegative();
    assertThat(json.path("measured").path("correction").asText()).contains("10 whole networks");
    assertThat(ImageIO.read(picture.toFile())).isNotNull();

    byte[] before = Files.readAllBytes(picture);
    assertMistake(Command.run(command), "--picture", "--force");
    assertThat(Files.readAllBytes(picture)).isEqualTo(before);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertMistake(Command.run("latency", "--validate", "1"), "--validate: 1", "2 or more");
    assertMistake(Command.run("latency", "--validate", "5", "--threads", "0"), "--threads: 0");
    assertMistake(
        Command.run("latency", "--validate", "5", "--architecture", "single-path-nas"),
        "--architecture");
    assertMistake(
        Command.run("latency", "--validate", "5", "--lut", "pixel1", "--set", "input.size=32"),
        "pixel1",
        "224 px");
    assertMistake(Command.run("latency", "--validate", "5", "--picture", "a.svg"), ".png");
    assertMistake(Command.run("latency", "--architecture", "mnasnet-b1"), "--lut", "--validate");
  }
}
