package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTailTest {
  @TempDir private Path directory;
  private Path file;
  private MetricsTail tail;

  @BeforeEach
  void follow() throws IOException {
    file = directory.resolve("metrics.jsonl");
    tail = new MetricsTail(file.toString(), new Configuration());
  }

  private static String lines(long... steps) {
    return Arrays.stream(steps)
        .mapToObj(step -> MetricsFormat.line(Records.of(step)) + "\n")
        .collect(Collectors.joining());
  }

  private void add(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Optional<Long> newest() throws IOException {
    return tail.newest().map(StepRecord::step);
  }

  @Test
  void missingOrEmptyFileHasNone() throws IOException {
    assertThat(newest()).isEmpty();
    add("");
    assertThat(newest()).isEmpty();
  }

  @Test
  void followsAFileThatGrows() throws IOException {
    add(lines(10));
    assertThat(newest()).contains(10L);
    assertThat(newest()).contains(10L);
    add(lines(20, 30));
    assertThat(newest()).contains(30L);
  }

  @Test
  void lineWithoutItsEndIsStillBeingWritten() throws IOException {
    String next = lines(20);
    for (int length = 0; length < next.length(); length++) {
      Files.deleteIfExists(file);
      add(lines(10) + next.substring(0, length));
      assertThat(newest()).as("%d characters", length).contains(10L);
    }
    add(next.substring(next.length() - 1));
    assertThat(newest()).contains(20L);
  }

  @Test
  void linesOfOtherKindsArePassedOver() throws IOException {
    add("{\"event\":\"restart\"}\n");
    assertThat(newest()).isEmpty();
    add(lines(10) + "{\"event\":\"restart\"}\n");
    assertThat(newest()).contains(10L);
  }

  @Test
  void fileWrittenAnewIsReadAnewHoweverLong() throws IOException {
    List<String> anew =
        List.of("", lines(20), lines(11, 12), lines(10, 21, 31), lines(1, 2, 3, 4, 5));
    for (String text : anew) {
      Files.deleteIfExists(file);
      add(lines(10, 20, 30));
      assertThat(newest()).contains(30L);
      Files.writeString(file, text);
      Optional<Long> last =
          MetricsLog.read(file.toString(), new Configuration()).stream()
              .map(StepRecord::step)
              .reduce((first, second) -> second);
      assertThat(newest()).isEqualTo(last);
    }
  }

  @Test
  void readsNoMoreThanTheLastLineAndWhatIsNew() throws IOException {
    add(lines(LongStream.rangeClosed(1, 500).toArray()));
    assertThat(newest()).contains(500L);
    add(lines(501));
    long before = bytesRead();
    assertThat(newest()).contains(501L);
    assertThat(bytesRead() - before).isBetween(1L, 3L * lines(500).length());
  }

  private static long bytesRead() {
    return FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
  }
}
