package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  private final Configuration hadoop = new Configuration();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("metrics.jsonl");
  }

  private MetricsLog open(long firstStep) throws IOException {
    return MetricsLog.open(file.toString(), hadoop, firstStep);
  }

  private void write(long firstStep, long... steps) throws IOException {
    try (MetricsLog log = open(firstStep)) {
      for (long step : steps) {
        log.append(Records.of(step));
      }
    }
  }

  private List<StepRecord> read() throws IOException {
    return MetricsLog.read(file.toString(), hadoop);
  }

  private Stream<Long> steps() throws IOException {
    return read().stream().map(StepRecord::step);
  }

  @Test
  void recordsComeBack() throws IOException {
    write(0, 10, 20);
    assertThat(read())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(Records.of(10), Records.of(20));
  }

  @Test
  void eachLineHasTheFieldsOfTheContract() throws IOException {
    write(0, 10);
    JsonNode record = new ObjectMapper().readTree(Files.readString(file));
    assertThat(record.fieldNames())
        .toIterable()
        .contains(
            "step",
            "epoch",
            "cross_entropy",
            "runtime_ms",
            "runtime_loss",
            "learning_rate",
            "top1_train",
            "images_per_second",
            "step_ms",
            "compute_ms",
            "sync_ms",
            "input_ms",
            "indicators");
    assertThat(record.path("step").asLong()).isEqualTo(10);
    assertThat(record.path("runtime_ms").asDouble()).isEqualTo(85.5);
    assertThat(record.path("learning_rate").asDouble()).isEqualTo(1.5e-7);
    assertThat(record.path("indicators").get(1).get(2).asDouble()).isEqualTo(0.654321);
  }

  @Test
  void lossThatIsNoNumberComesBackAsSuch() throws IOException {
    StepRecord r = Records.of(10);
    try (MetricsLog log = open(0)) {
      log.append(
          new StepRecord(
              10,
              r.epoch(),
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NaN,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              0,
              r.indicators(),
              r.arguments(),
              Optional.empty()));
    }
    assertThat(new ObjectMapper().readTree(Files.readString(file)).isObject()).isTrue();
    assertThat(read().get(0).crossEntropy()).isNaN();
    assertThat(read().get(0).runtimeMilliseconds()).isInfinite();
  }

  @Test
  void recordsCanBeReadWhileTheLogIsOpen() throws IOException {
    try (MetricsLog log = open(0)) {
      log.append(Records.of(10));
      assertThat(steps()).containsExactly(10L);
      log.append(Records.of(20));
      assertThat(steps()).containsExactly(10L, 20L);
    }
  }

  @Test
  void resumedLogDropsRecordsAfterTheCheckpoint() throws IOException {
    write(0, 10, 20, 30, 40);
    write(20, 30);
    assertThat(steps()).containsExactly(10L, 20L, 30L);
    assertThat(Files.list(directory)).containsExactly(file);
  }

  @Test
  void halfWrittenLastLineIsIgnoredAndGoneAfterResumption() throws IOException {
    write(0, 10, 20);
    String line = MetricsFormat.line(Records.of(30));
    String whole = Files.readString(file);
    for (int length = 1; length < line.length(); length++) {
      Files.writeString(file, whole + line.substring(0, length));
      assertThat(steps()).as("%d characters", length).containsExactly(10L, 20L);
    }
    write(20, 30);
    assertThat(steps()).containsExactly(10L, 20L, 30L);
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void wholeLineWithoutItsEndIsKept() throws IOException {
    write(0, 10);
    Files.writeString(file, MetricsFormat.line(Records.of(20)), StandardOpenOption.APPEND);
    write(20, 30);
    assertThat(steps()).containsExactly(10L, 20L, 30L);
  }

  @Test
  void linesOfOtherKindsArePassedOverAndStay() throws IOException {
    write(0, 10);
    String event = "{\"event\":\"restart\",\"step\":10}";
    Files.writeString(file, event + "\n", StandardOpenOption.APPEND);
    try (MetricsLog log = open(10)) {
      log.append(Records.of(20));
      log.append(Records.of(30));
    }
    assertThat(steps()).containsExactly(10L, 20L, 30L);
    write(20, 40);
    assertThat(steps()).containsExactly(10L, 20L, 40L);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            MetricsFormat.line(Records.of(10)),
            event,
            MetricsFormat.line(Records.of(20)),
            MetricsFormat.line(Records.of(40)));
  }

  @Test
  void missingFileHasNoRecords() throws IOException {
    assertThat(read()).isEmpty();
  }
}
