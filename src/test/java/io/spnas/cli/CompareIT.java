package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons with the packed application, whose drivers are killed and told to end. */
@Tag("slow")
class CompareIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** 128 + SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;
  private static JsonNode unbroken;

  /** A comparison on threads of one JVM, one run after the other, that nothing breaks. */
  @BeforeAll
  static void compareUnbroken() throws Exception {
    data = SmallData.write(shared);
    data.add(shared, "validation", 60);
    Ended ended =
        new LocalScript(shared, Map.of("SPNAS_MASTER", "local[1]"))
            .run(compare(shared.resolve("unbroken")));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).as("only the result on stdout").hasSize(1);
    unbroken = JSON.readTree(ended.out());
  }

  private static String[] compare(Path directory, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "compare",
                "--methods=single-path,random",
                "--seeds=0,1",
                "--target-latency-ms=100",
                "--config=" + data.config(),
                "--data=" + data.shards(),
                "--run-dir=" + directory,
                "--json"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Path directory() {
    return temporary.resolve("compare");
  }

  private static void await(String what, Process driver, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(driver.isAlive()).as("waiting for %s", what).isTrue();
      assertThat(System.nanoTime()).as("waited for %s", what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  private static void kill(Process driver) throws Exception {
    List<ProcessHandle> family = new ArrayList<>(driver.descendants().toList());
    family.add(driver.toHandle());
    driver.descendants().forEach(ProcessHandle::destroyForcibly);
    driver.destroyForcibly();
    for (ProcessHandle member : family) {
      member.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private boolean hasStepped(String run) {
    try {
      return Files.readAllLines(directory().resolve(run).resolve("metrics.jsonl")).size() > 1;
    } catch (IOException e) {
      // Not there yet.
      return false;
    }
  }

  private static Map<Path, FileTime> files(Path directory) throws IOException {
    Map<Path, FileTime> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(file, Files.getLastModifiedTime(file));
      }
    }
    return files;
  }

  private JsonNode written() throws IOException {
    return JSON.readTree(directory().resolve("compare.json").toFile());
  }

  @Test
  void aKilledComparisonGoesOnAndEndsAsTheUnbrokenOne() throws Exception {
    LocalScript script = LocalScript.onTwoExecutors(temporary);
    Process driver = script.start(compare(directory(), "--parallel=2"));
    await("the first cell", driver, () -> Files.exists(directory().resolve("report.html")));
    kill(driver);
    JsonNode before = written();
    Map<Path, FileTime> kept = new TreeMap<>();
    for (JsonNode cell : before.path("cells")) {
      if (cell.has("result")) {
        kept.putAll(
            files(
                directory()
                    .resolve(
                        cell.path("method").asText() + "/seed-" + cell.path("seed").asLong())));
      }
    }
    assertThat(kept).as("files of cells that were done").isNotEmpty();

    Ended resumed = script.run(compare(directory(), "--parallel=2", "--resume"));
    assertThat(resumed.status()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("4 of 4 cells have ended");
    for (Map.Entry<Path, FileTime> file : kept.entrySet()) {
      assertThat(Files.getLastModifiedTime(file.getKey()))
          .as("%s", file.getKey())
          .isEqualTo(file.getValue());
    }
    assertThat(TimelessComparison.of(written())).isEqualTo(TimelessComparison.of(unbroken));
    assertThat(TimelessComparison.of(JSON.readTree(resumed.out())))
        .isEqualTo(TimelessComparison.of(unbroken));
  }

  @Test
  void aDriverThatIsToldToEndKeepsWhatItHas() throws Exception {
    LocalScript script = LocalScript.onTwoExecutors(temporary);
    Process driver =
        script.start(
            compare(
                directory(),
                "--parallel=2",
                "--set=train.epochs=3000",
                "--set=checkpoint.every-steps=100000"));
    List<String> trainings = List.of("random/seed-0/train", "single-path/seed-0/train");
    await("two trainings", driver, () -> trainings.stream().allMatch(this::hasStepped));
    driver.destroy();
    Ended ended = script.await(driver);
    assertThat(ended.status()).as(ended.err()).isEqualTo(TERMINATED);
    for (String training : trainings) {
      assertThat(SearchProcess.checkpoints(directory().resolve(training)))
          .as(ended.err())
          .hasSize(1);
      assertThat(directory().resolve(training).resolve("stop")).doesNotExist();
    }
    assertThat(ended.err()).contains("--resume continues the comparison");
  }
}
