package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of driver and executors, in JVMs of their own, as JSON. */
@Tag("slow")
class JsonLogIT {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @TempDir private Path temporary;
  private SmallData data;
  private Path run;

  @BeforeEach
  void prepareData() throws Exception {
    data = SmallData.write(temporary);
    run = temporary.resolve("a \"run\"");
  }

  private Ended search(String... more) throws Exception {
    return new SparkSubmit(temporary, "--master=local-cluster[2,1,2048]")
        .logging("conf/log4j2-json.properties")
        .conf("spark.executor.extraClassPath", SparkSubmit.sparkClassPath())
        .conf("spark.executor.memory", "1g")
        .run(data.search(run, more));
  }

  /** Lines of a log; a JVM's own remark about its modules is none. */
  private static List<JsonNode> parse(String log) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line :
        log.lines().filter(l -> !l.startsWith("WARNING: Using incubator")).toList()) {
      JsonNode node = JSON.readTree(line);
      assertThat(Instant.parse(node.path("time").asText())).isBefore(Instant.now());
      for (String name : List.of("level", "logger", "thread", "message")) {
        assertThat(node.path(name).asText()).as("%s of %s", name, line).isNotEmpty();
      }
      lines.add(node);
    }
    return lines;
  }

  /** What the executors of all searches have logged. */
  private List<JsonNode> executorLogs() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(temporary.resolve("spark-home").resolve("work"))) {
      for (Path file : files.filter(f -> f.endsWith("stderr")).toList()) {
        String log = Files.readString(file);
        // The standalone worker that keeps an executor's log cuts its end, or repeats a part of it.
        int end = log.indexOf("\"thread\":\"SIGTERM handler\"");
        String whole = log.substring(0, log.lastIndexOf('\n', end < 0 ? log.length() : end) + 1);
        // The same worker writes the executor's command on top.
        lines.addAll(parse(whole.substring(whole.indexOf("\n\n") + 2)));
      }
    }
    return lines;
  }

  @Test
  void everyLineIsAnObjectThatNamesRunRankAndStep() throws Exception {
    Ended search = search("--set=search.steps=10");
    assertThat(search.status()).as(search.err()).isZero();
    assertThat(parse(search.err()))
        .as(search.err())
        .anySatisfy(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("INFO");
              assertThat(line.path("logger").asText()).isEqualTo("io.spnas.report.ProgressLine");
              assertThat(line.path("message").asText()).startsWith("step 10/10  cross-entropy ");
              assertThat(line.path("run").asText()).isEqualTo(run.toString());
              assertThat(line.path("step").isInt()).isTrue();
              assertThat(line.path("step").asInt()).isEqualTo(10);
            });

    // Something for a worker to complain of.
    deleteAll(run.resolve("events"));
    Files.writeString(run.resolve("events"), "in the way");
    Ended resumed = search("--resume", "--set=search.steps=20");
    assertThat(resumed.status()).as(resumed.err()).isZero();
    parse(resumed.err());
    assertThat(executorLogs())
        .filteredOn(line -> line.path("message").asText().contains("TensorBoard"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("WARN");
              assertThat(line.path("run").asText()).isEqualTo(run.toString());
              assertThat(line.path("rank").isInt()).isTrue();
              assertThat(line.path("rank").asInt()).isZero();
              assertThat(line.path("task").asText()).startsWith("task 0.0 in stage ");
            });
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
