package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BenchStepCommandTest {
  private static final int BATCH = 2;
  private static final double MIB_OF_A_JVM = 50;

  private String words;

  private JsonNode run(String... further) throws IOException {
    String[] arguments = {"bench", "step", "--size=32", "--batch=" + BATCH, "--steps=2", "--json"};
    String[] all = Arrays.copyOf(arguments, arguments.length + further.length);
    System.arraycopy(further, 0, all, arguments.length, further.length);
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(all)).isZero();
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
      words = toErr.toString(StandardCharsets.UTF_8);
    }
    return new ObjectMapper().readTree(toOut.toString(StandardCharsets.UTF_8));
  }

  @Test
  void tellsStartAndMemoryOnly() throws IOException {
    JsonNode json = run();
    assertThat(json.path("first_step_ms_after_start").asDouble())
        .isGreaterThan(json.path("step_ms").asDouble());
    assertThat(json.path("resident_mib").asDouble()).isGreaterThan(MIB_OF_A_JVM);
    assertThat(json.has("layers")).isFalse();
    assertThat(words).contains("MiB resident").doesNotContain("sgemm");
  }

  @Test
  void tellsEachLayersShareOfTheStep() throws IOException {
    JsonNode json = run("--layers");
    double inside = 0;
    for (JsonNode layer : json.path("layers")) {
      for (String field : new String[] {"forward_ms", "backward_ms", "forward_gbs"}) {
        assertThat(layer.path(field).asDouble()).as("%s", layer).isPositive();
      }
      inside += layer.path("forward_ms").asDouble() + layer.path("backward_ms").asDouble();
      assertThat(words).contains(layer.path("name").asText());
    }
    double outside = json.path("outside_layers_ms").asDouble();
    assertThat(outside).isPositive();
    assertThat(inside + outside).isLessThanOrEqualTo(json.path("step_ms").asDouble() + 1e-6);
    assertThat(json.path("limits").path("sgemm_gflops").asDouble()).isPositive();
    assertThat(json.path("limits").path("copy_gbs").asDouble()).isPositive();
    assertThat(words).contains("outside layers", "of sgemm", "stem, head, pool");
  }

  @Test
  void countsOperationsAndBytes() throws IOException {
    JsonNode layers = run("--layers", "--threads=1").path("layers");
    int images = 3 * 32 * 32;
    int maps = 32 * 16 * 16;
    double products = 2.0 * BATCH * maps * 3 * 9;
    assertPass(layers, "stem", "forward", products, images + maps);
    assertPass(layers, "stem", "backward", products, images + 2 * maps);
    double depthwise = 2.0 * BATCH * maps * 9;
    assertPass(layers, "block0.depthwise", "forward", depthwise, 2 * maps);
    assertPass(layers, "block0.depthwise", "backward", 2 * depthwise, 4 * maps);
    assertPass(layers, "pool", "forward", 0, 2 * 1280);
    assertPass(layers, "pool", "backward", 0, 3 * 1280);
  }

  private static void assertPass(
      JsonNode layers, String name, String pass, double operations, int floatsAnImage) {
    JsonNode layer = null;
    for (JsonNode each : layers) {
      layer = each.path("name").asText().equals(name) ? each : layer;
    }
    assertThat(layer).as(name).isNotNull();
    double nanos = layer.path(pass + "_ms").asDouble() * 1e6;
    assertThat(layer.path(pass + "_gflops").asDouble() * nanos)
        .isCloseTo(operations, within(1e-6 * operations + 1e-9));
    assertThat(layer.path(pass + "_gbs").asDouble() * nanos)
        .isCloseTo((double) BATCH * floatsAnImage * Float.BYTES, Percentage.withPercentage(1e-6));
  }
}
