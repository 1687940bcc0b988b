package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search gives the same losses with the Vector API as in a JVM that runs without it. */
class LossCurveTest {
  private static final String MODULE = "--add-modules=jdk.incubator.vector";
  private static final String WARNING = "training is many times slower: add " + MODULE;
  private static final int STEPS = 200;

  @TempDir private Path temporary;

  private record Ended(List<String> losses, String log) {
    double meanCrossEntropy(int from, int to) {
      return losses.subList(from, to).stream()
          .mapToDouble(line -> Double.parseDouble(line.split(" ")[0]))
          .average()
          .orElseThrow();
    }
  }

  private Ended run(String name, String... options) throws IOException, InterruptedException {
    Path out = temporary.resolve(name + ".out");
    Path log = temporary.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
            "-cp",
            System.getProperty("java.class.path"),
            LossCurve.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    Ended ended = new Ended(Files.readAllLines(out), Files.readString(log));
    assertThat(process.exitValue()).as(ended.log).isZero();
    return ended;
  }

  @Test
  void isTheSameWithAndWithoutTheVectorApi() throws Exception {
    Ended vector = run("vector", MODULE);
    Ended scalar = run("scalar");

    assertThat(vector.log).doesNotContain(WARNING);
    assertThat(scalar.log).contains(WARNING);
    assertThat(scalar.losses).hasSize(STEPS).isEqualTo(vector.losses);
    // Losses that the weights had no part in would be the same anyhow.
    assertThat(vector.meanCrossEntropy(STEPS - 20, STEPS))
        .as("learns")
        .isLessThan(0.8 * vector.meanCrossEntropy(0, 20));
    assertThat(vector.losses).doesNotHaveDuplicates();
  }
}
