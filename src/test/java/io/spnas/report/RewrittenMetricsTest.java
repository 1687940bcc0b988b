package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.ObjectStore;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs where files can't grow. */
class RewrittenMetricsTest {
  private final Configuration hadoop = ObjectStore.register(new Configuration());

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("metrics.jsonl");
  }

  private MetricsLog open(long firstStep) throws IOException {
    return MetricsLog.open(ObjectStore.path(file), hadoop, firstStep);
  }

  private MetricsFile rewritten(String text, Duration interval) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(ObjectStore.path(file));
    FileSystem files = path.getFileSystem(hadoop);
    return new MetricsFile.Rewritten(files, path, new StringBuilder(text), interval);
  }

  private Stream<Long> steps() throws IOException {
    return MetricsLog.read(ObjectStore.path(file), hadoop).stream().map(StepRecord::step);
  }

  @Test
  void closedLogHoldsAllRecords() throws IOException {
    try (MetricsLog log = open(0)) {
      log.append(Records.of(10));
      log.append(Records.of(20));
    }
    assertThat(steps()).containsExactly(10L, 20L);
  }

  @Test
  void resumedLogDropsRecordsAfterTheCheckpoint() throws IOException {
    try (MetricsLog log = open(0)) {
      log.append(Records.of(10));
      log.append(Records.of(20));
      log.append(Records.of(30));
    }
    try (MetricsLog log = open(20)) {
      log.append(Records.of(40));
    }
    assertThat(steps()).containsExactly(10L, 20L, 40L);
    assertThat(Files.list(directory)).containsExactly(file);
  }

  @Test
  void logOfNoRecordsIsAnEmptyFile() throws IOException {
    open(0).close();
    assertThat(file).isEmptyFile();
  }

  @Test
  void isWrittenWithTheFirstLineAfterTheInterval() throws Exception {
    Duration interval = Duration.ofSeconds(2);
    try (MetricsFile lines = rewritten("before\n", interval)) {
      lines.add("one");
      assertThat(file).doesNotExist();
      Thread.sleep(interval.toMillis());
      lines.add("two");
      assertThat(Files.readAllLines(file)).containsExactly("before", "one", "two");
      lines.add("three");
      assertThat(Files.readAllLines(file)).hasSize(3);
    }
    assertThat(Files.readAllLines(file)).containsExactly("before", "one", "two", "three");
  }

  @Test
  void isNotWrittenAgainIfNothingIsNew() throws IOException {
    try (MetricsFile lines = rewritten("", Duration.ZERO)) {
      lines.add("one");
      assertThat(Files.readAllLines(file)).containsExactly("one");
      Files.delete(file);
    }
    assertThat(file).doesNotExist();
  }
}
