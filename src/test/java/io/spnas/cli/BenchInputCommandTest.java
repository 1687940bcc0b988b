package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.data.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchInputCommandTest {
  @TempDir private Path folder;

  private String out;
  private String err;

  private int run(String... arguments) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      return Main.run(arguments);
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
      out = toOut.toString(StandardCharsets.UTF_8);
      err = toErr.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void tellsRatesAndTheirRatioAsJson() throws IOException {
    Files.write(folder.resolve("a.jpg"), Pictures.jpeg(Pictures.noise(600, 400, 1)));
    int status =
        run(
            "bench",
            "input",
            "--photos=" + folder,
            "--images=3",
            "--size=16",
            "--threads=1",
            "--seconds=1",
            "--json");
    assertThat(status).as(err).isZero();
    JsonNode json = new ObjectMapper().readTree(out);
    for (String name : new String[] {"", "opencv_", "imageio_"}) {
      assertThat(json.path(name + "images_per_second").asDouble()).isPositive();
    }
    assertThat(json.path("ratio").asDouble()).isPositive();
    assertThat(json.path("ms_per_image").asDouble() * json.path("images_per_second").asDouble())
        .isBetween(999.9, 1000.1);
    assertThat(json.has("step")).isFalse();
  }

  @Test
  void tellsMistakesInOneLine() {
    assertMistake(folder.resolve("missing"), "--threads=1", "missing");
    assertMistake(folder, "--threads=1", folder.toString());
    assertMistake(folder, "--threads=0", "--threads: 0");
    assertMistake(folder, "--size=2", "input.size");
  }

  private void assertMistake(Path photos, String option, String part) {
    int status = run("bench", "input", "--photos=" + photos, option);
    assertThat(status).isEqualTo(2);
    assertThat(err.lines()).hasSize(1);
    assertThat(err).contains(part);
    assertThat(out).isEmpty();
  }
}
