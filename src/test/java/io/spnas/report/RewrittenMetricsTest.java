package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.ObjectStore;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private GrowingFile rewritten(String text, Duration interval) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(ObjectStore.path(file));
    FileSystem files = path.getFileSystem(hadoop);
    return new GrowingFile.Rewritten(files, path, text.getBytes(StandardCharsets.UTF_8), interval);
  }

  private static void add(GrowingFile file, String line) throws IOException {
    file.add((line + "\n").getBytes(StandardCharsets.UTF_8));
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
    try (GrowingFile lines = rewritten("before\n", interval)) {
      add(lines, "one");
      assertThat(file).doesNotExist();
      Thread.sleep(interval.toMillis());
      add(lines, "two");
      assertThat(Files.readAllLines(file)).containsExactly("before", "one", "two");
      add(lines, "three");
      assertThat(Files.readAllLines(file)).hasSize(3);
    }
    assertThat(Files.readAllLines(file)).containsExactly("before", "one", "two", "three");
  }

  @Test
  void isNotWrittenAgainIfNothingIsNew() throws IOException {
    try (GrowingFile lines = rewritten("", Duration.ZERO)) {
      add(lines, "one");
      assertThat(Files.readAllLines(file)).containsExactly("one");
      Files.delete(file);
    }
    assertThat(file).doesNotExist();
  }
}
