package io.spnas.report.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.ObjectStore;
import io.spnas.report.Records;
import io.spnas.report.events.EventReader.Point;
import io.spnas.train.StepRecord;
import io.spnas.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;
import org.tensorflow.util.SessionLog.SessionStatus;

class EventLogTest {
  private final Configuration hadoop = ObjectStore.register(new Configuration());

  @TempDir private Path run;
  private Path directory;

  @BeforeEach
  void nameDirectory() {
    directory = run.resolve("events");
  }

  private EventLog open(long firstStep) {
    return EventLog.open(directory.toString(), hadoop, firstStep, "host-a");
  }

  private void write(long firstStep, long... steps) {
    try (EventLog log = open(firstStep)) {
      for (long step : steps) {
        log.append(Records.of(step));
      }
    }
  }

  private Path onlyFile() throws IOException {
    List<Path> files = EventReader.files(directory);
    assertThat(files).hasSize(1);
    return files.get(0);
  }

  private Stream<Long> steps(String tag) throws IOException {
    return EventReader.curves(directory).get(tag).stream().map(Point::step);
  }

  private static StepRecord validated(long step) {
    StepRecord r = Records.of(step);
    double[][] none = {};
    return new StepRecord(
        step,
        r.epoch(),
        r.crossEntropy(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        r.weightDecayLoss(),
        0,
        r.learningRate(),
        r.top1(),
        r.imagesPerSecond(),
        r.stepMilliseconds(),
        r.computeMilliseconds(),
        r.syncMilliseconds(),
        r.inputMilliseconds(),
        none,
        none,
        Optional.of(new Validation.Result(100, 0.5, 0.75, 1.25)));
  }

  @Test
  void beginsWithTheVersionAndASessionAtTheFirstStep() throws IOException {
    Instant before = Instant.now();
    write(40, 50);
    List<Event> events = EventReader.read(onlyFile());
    assertThat(events).hasSize(3);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getSessionLog().getStatus()).isEqualTo(SessionStatus.START);
    assertThat(events).extracting(Event::getStep).containsExactly(0L, 41L, 50L);
    assertThat(events)
        .extracting(Event::getWallTime)
        .isSorted()
        .allSatisfy(
            time ->
                assertThat(time)
                    .isBetween(
                        before.getEpochSecond() + 0.0, Instant.now().getEpochSecond() + 1.0));
    assertThat(onlyFile().getFileName().toString())
        .matches("events\\.out\\.tfevents\\.\\d{10}\\.host-a");
  }

  @Test
  void searchHasThePublishedTagsAndThoseOfTheMetrics() throws IOException {
    write(0, 10);
    StepRecord record = Records.of(10);
    Summary summary = EventReader.read(onlyFile()).get(2).getSummary();
    assertThat(summary.getValueList())
        .extracting(Summary.Value::getTag)
        .containsExactlyInAnyOrder(
            "loss",
            "learning_rate",
            "runtime_ms",
            "t5x5_1",
            "t50c_1",
            "t100c_1",
            "t5x5_2",
            "t50c_2",
            "t100c_2",
            "arguments/t5x5_1",
            "arguments/t50c_1",
            "arguments/t100c_1",
            "arguments/t5x5_2",
            "arguments/t50c_2",
            "arguments/t100c_2",
            "epoch",
            "cross_entropy",
            "objective",
            "runtime_loss",
            "weight_decay_loss",
            "lambda",
            "top1_train",
            "images_per_second",
            "step_ms",
            "compute_ms",
            "sync_ms",
            "input_ms");
    assertThat(value(summary, "loss")).isEqualTo((float) record.crossEntropy());
    assertThat(value(summary, "learning_rate")).isEqualTo((float) record.learningRate());
    assertThat(value(summary, "runtime_ms")).isEqualTo((float) record.runtimeMilliseconds());
    assertThat(value(summary, "step_ms")).isEqualTo((float) record.stepMilliseconds());
    for (int layer = 0; layer < 2; layer++) {
      for (int i = 0; i < 3; i++) {
        String tag = List.of("t5x5_", "t50c_", "t100c_").get(i) + (layer + 1);
        assertThat(value(summary, tag)).isEqualTo((float) record.indicators()[layer][i]);
        assertThat(value(summary, "arguments/" + tag))
            .isEqualTo((float) record.arguments()[layer][i]);
      }
    }
  }

  private static float value(Summary summary, String tag) {
    List<Summary.Value> values =
        summary.getValueList().stream().filter(v -> v.getTag().equals(tag)).toList();
    assertThat(values).as(tag).hasSize(1);
    return values.get(0).getSimpleValue();
  }

  @Test
  void trainingHasItsEvaluationsAndNothingOfASearch() throws IOException {
    try (EventLog log = open(0)) {
      log.append(validated(10));
    }
    Summary summary = EventReader.read(onlyFile()).get(2).getSummary();
    assertThat(value(summary, "validation_top1")).isEqualTo(0.5f);
    assertThat(value(summary, "validation_top5")).isEqualTo(0.75f);
    assertThat(value(summary, "validation_loss")).isEqualTo(1.25f);
    assertThat(summary.getValueList())
        .extracting(Summary.Value::getTag)
        .doesNotContain("runtime_ms", "runtime_loss", "lambda", "objective", "t5x5_1");
  }

  @Test
  void recordsCanBeReadWhileTheLogIsOpen() throws IOException {
    try (EventLog log = open(0)) {
      log.append(Records.of(10));
      assertThat(steps("loss")).containsExactly(10L);
      log.append(Records.of(20));
      assertThat(steps("loss")).containsExactly(10L, 20L);
    }
  }

  @Test
  void stepsThatAreDoneAgainAreShownOnce() throws IOException {
    write(0, 10, 20, 30, 40);
    write(20, 30, 40);
    write(40, 50);
    assertThat(EventReader.files(directory)).hasSize(3);
    assertThat(steps("loss")).containsExactly(10L, 20L, 30L, 40L, 50L);
  }

  @Test
  void runThatBeginsAgainShowsNothingOfTheTryBefore() throws IOException {
    write(0, 10, 20);
    write(0, 10);
    assertThat(steps("t5x5_1")).containsExactly(10L);
  }

  @Test
  void newerFileHasTheLaterNameWhateverTheClocks() throws IOException {
    Path ahead = directory.resolve("events.out.tfevents.4102444800.host-z");
    Files.createDirectories(directory);
    Files.createFile(ahead);
    Files.createFile(directory.resolve("notes.txt"));
    write(0, 10);
    write(0, 10);
    assertThat(EventReader.files(directory))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "events.out.tfevents.4102444800.host-z",
            "events.out.tfevents.4102444801.host-a",
            "events.out.tfevents.4102444802.host-a",
            "notes.txt");
  }

  @Test
  void anyFlippedByteIsFoundByTheReader() throws IOException {
    write(0, 10);
    byte[] bytes = Files.readAllBytes(onlyFile());
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      assertThatThrownBy(() -> EventReader.read(damaged))
          .as("byte %d", i)
          .isInstanceOf(Exception.class);
    }
  }

  @Test
  void fileThatWasCutHoldsItsWholeRecords() throws IOException {
    write(0, 10, 20);
    byte[] bytes = Files.readAllBytes(onlyFile());
    int last = EventFiles.framed(EventReader.read(bytes).get(3).toByteArray()).length;
    byte[] whole = Arrays.copyOf(bytes, bytes.length - last);
    assertThat(EventReader.read(whole)).extracting(Event::getStep).containsExactly(0L, 1L, 10L);
  }

  @Test
  void whereFilesCannotGrowTheClosedFileHoldsAll() throws IOException {
    try (EventLog log = EventLog.open(ObjectStore.path(directory), hadoop, 0, "host-a")) {
      log.append(Records.of(10));
      log.append(Records.of(20));
    }
    assertThat(steps("loss")).containsExactly(10L, 20L);
  }

  @Test
  void directoryThatCannotBeMadeEndsNoRun() throws IOException {
    Files.writeString(directory, "in the way");
    write(0, 10, 20);
    assertThat(directory).hasContent("in the way");
  }

  @Test
  void fileThatCannotBeWrittenEndsNoRun() throws IOException {
    try (EventLog log = EventLog.open(ObjectStore.path(directory), hadoop, 0, "host-a")) {
      log.append(Records.of(10));
      Files.deleteIfExists(directory);
      Files.writeString(directory, "in the way");
      log.append(Records.of(20));
    }
    assertThat(directory).hasContent("in the way");
  }

  @Test
  void logThatIsNotWantedWritesNothing() {
    try (EventLog log = EventLog.none()) {
      log.append(Records.of(10));
    }
    assertThat(run).isEmptyDirectory();
  }
}
