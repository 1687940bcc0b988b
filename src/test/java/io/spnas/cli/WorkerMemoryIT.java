package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The memory that {@code resources} tells, against the most that was resident in real searches of
 * the full supernet, each in a JVM of its own whose heap has the size that was told.
 */
@Tag("slow")
class WorkerMemoryIT {
  /** Of what was measured. */
  private static final double SLACK = 1.10;

  private static final double SLACK_MEBIBYTES = 160;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static Path shards;

  @BeforeAll
  static void writeShards() throws Exception {
    Idx idx = Idx.write(shared, 400);
    shards = shared.resolve("shards");
    Ended prepared =
        new LocalScript(shared, Map.of())
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images,
                "--labels=" + idx.labels,
                "--split=train",
                "--shards=2",
                "--out=" + shards);
    assertThat(prepared.status()).as(prepared.err()).isZero();
  }

  private String[] search(int size, int batch) {
    return new String[] {
      "search",
      "--config=" + ServerProcess.HOME.resolve("conf/imagenet.conf"),
      "--data=" + shards,
      "--run-dir=" + temporary.resolve("run"),
      "--set=input.size=" + size,
      "--set=search.global-batch=" + batch,
      "--set=search.steps=4",
      "--set=search.warmup-steps=1",
      "--set=checkpoint.every-steps=2",
      "--set=latency.geometry=any"
    };
  }

  private JsonNode resources(int threads, String... search) throws Exception {
    String[] resources = {"resources", "--cores=" + threads, "--json"};
    Ended told =
        new LocalScript(temporary, Map.of())
            .run(Stream.of(resources, search).flatMap(Stream::of).toArray(String[]::new));
    assertThat(told.status()).as(told.err()).isZero();
    return new ObjectMapper().readTree(told.out());
  }

  @ParameterizedTest
  @CsvSource({"32,64,2", "96,32,2", "160,32,1", "224,16,2"})
  void itIsEnoughAndLittleMore(int size, int batch, int threads) throws Exception {
    String[] search = search(size, batch);
    JsonNode told = resources(threads, search);
    int heap = told.get("executor_memory_mb").asInt();
    int overhead = told.get("executor_overhead_mb").asInt();

    // All of the heap is resident, so that the rest is what lies outside.
    Files.write(
        temporary.resolve("spark-defaults.conf"),
        List.of("spark.driver.defaultJavaOptions -XX:+AlwaysPreTouch -Xms" + heap + "m"));
    LocalScript script =
        new LocalScript(
            temporary,
            Map.of(
                "SPARK_CONF_DIR", temporary.toString(),
                "SPNAS_MASTER", "local[" + threads + "]",
                "SPNAS_DRIVER_MEMORY", heap + "m"));
    Process process = script.start(search);
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, peakResidentKibibytes(process));
      Thread.sleep(50);
    }
    Ended ended = script.await(process);
    assertThat(ended.status()).as(ended.err()).isZero();
    double measured = peak / 1024.0 - heap;
    assertThat((double) overhead)
        .as("MiB outside a heap of %d MiB; predicted, against what was measured", heap)
        .isBetween(measured, SLACK * measured + SLACK_MEBIBYTES);
  }

  private static long peakResidentKibibytes(Process process) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      // It has ended meanwhile.
      return 0;
    }
  }
}
