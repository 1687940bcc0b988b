package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import io.spnas.report.events.EventReader;
import io.spnas.report.events.EventReader.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TensorBoard's events of searches and trainings, beside their metrics.jsonl. */
class EventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void prepareShards() throws IOException {
    System.setProperty("spark.master", "local[2]");
    shards = SmallShards.write(shared);
    shards.add("validation", 60);
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private Path run() {
    return temporary.resolve("run");
  }

  private List<JsonNode> records() throws IOException {
    return Files.readAllLines(run().resolve("metrics.jsonl")).stream()
        .map(EventsTest::parse)
        .filter(line -> line.has("step_ms"))
        .toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** The curve has a point of each record that has the field, and no other. */
  private void assertSame(String tag, String pointer) throws IOException {
    List<JsonNode> records =
        records().stream().filter(r -> !r.at(pointer).isMissingNode()).toList();
    List<Point> curve = EventReader.curves(run().resolve("events")).get(tag);
    assertThat(records).isNotEmpty();
    assertThat(curve)
        .as(tag)
        .extracting(Point::step)
        .containsExactlyElementsOf(records.stream().map(r -> r.path("step").asLong()).toList());
    for (int i = 0; i < records.size(); i++) {
      double expected = records.get(i).at(pointer).asDouble();
      // metrics.jsonl has six places, an event a float.
      double tolerance = 1e-6 + Math.ulp((float) expected);
      assertThat((double) curve.get(i).value()).as(tag).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void brokenAndResumedSearchShowsEachStepOnceWithTheValuesOfItsMetrics() throws IOException {
    Ended search = shards.search(run(), "--workers=2");
    assertThat(search.status()).as(search.err()).isZero();
    Files.delete(run().resolve("checkpoints/step-00000040.checkpoint"));
    Ended resumed = shards.search(run(), "--workers=2", "--resume");
    assertThat(resumed.status()).as(resumed.err()).isZero();

    assertThat(EventReader.files(run().resolve("events"))).hasSize(2);
    assertSame("loss", "/cross_entropy");
    for (String name :
        List.of(
            "cross_entropy",
            "learning_rate",
            "runtime_ms",
            "runtime_loss",
            "weight_decay_loss",
            "lambda",
            "top1_train",
            "images_per_second",
            "step_ms",
            "compute_ms",
            "sync_ms",
            "input_ms",
            "epoch")) {
      assertSame(name, "/" + name);
    }
    List<String> decisions = List.of("t5x5", "t50c", "t100c");
    for (int layer = 1; layer <= 20; layer++) {
      for (int i = 0; i < decisions.size(); i++) {
        String tag = decisions.get(i) + "_" + layer;
        assertSame(tag, "/indicators/" + (layer - 1) + "/" + i);
        assertSame("arguments/" + tag, "/arguments/" + (layer - 1) + "/" + i);
      }
    }
  }

  @Test
  void trainingShowsItsEvaluations() throws IOException {
    Path search = temporary.resolve("search");
    assertThat(shards.search(search, "--set=search.steps=10").status()).isZero();
    Ended training =
        shards.run(
            "train",
            "--architecture=" + search.resolve("architecture.json"),
            "--run-dir=" + run(),
            "--workers=2");
    assertThat(training.status()).as(training.err()).isZero();
    assertSame("loss", "/cross_entropy");
    for (String name : List.of("validation_top1", "validation_top5", "validation_loss")) {
      assertSame(name, "/" + name);
    }
    Map<String, List<Point>> curves = EventReader.curves(run().resolve("events"));
    assertThat(curves.get("validation_top1")).hasSize(4);
    assertThat(curves).doesNotContainKeys("runtime_ms", "t5x5_1");
  }

  @Test
  void eventsCanBeLeftOut() throws IOException {
    Ended search = shards.search(run(), "--set=search.steps=10", "--set=metrics.events=false");
    assertThat(search.status()).as(search.err()).isZero();
    assertThat(run().resolve("events")).doesNotExist();
    assertThat(records()).hasSize(2);
  }
}
