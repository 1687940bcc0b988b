package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsEndTest {
  private static final Configuration HADOOP = new Configuration();
  private static final String VALIDATION =
      ",\"validation_images\":50,\"validation_top1\":0.5,\"validation_top5\":0.75,"
          + "\"validation_loss\":1.5}";

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("metrics.jsonl");
  }

  private MetricsEnd end() throws IOException {
    return new MetricsEnd(file().toString(), HADOOP);
  }

  private void append(String text) throws IOException {
    Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String line(long step) {
    return MetricsFormat.line(Records.of(step)) + "\n";
  }

  private static String validated(long step) {
    String line = MetricsFormat.line(Records.of(step));
    return line.substring(0, line.length() - 1) + VALIDATION + "\n";
  }

  @Test
  void noFileAndNoRecordAreNoRecord() throws IOException {
    assertThat(end().newest()).isEmpty();
    append("{\"event\":\"restart\",\"time\":\"2026-01-01T00:00:00Z\"}\n");
    assertThat(end().newest()).isEmpty();
    assertThat(end().validated()).isEmpty();
  }

  @Test
  void theLastWholeRecordCounts() throws IOException {
    append(line(10) + line(20) + line(30).substring(0, 40));
    assertThat(end().newest()).map(StepRecord::step).contains(20L);
  }

  @Test
  void anEvaluationFarFromTheEndIsFoundToo() throws IOException {
    append(line(1) + validated(2));
    StringBuilder later = new StringBuilder();
    for (long step = 3; step < 2000; step++) {
      later.append(line(step));
    }
    append(later.toString());
    assertThat(Files.size(file())).isGreaterThan(4 * (64 << 10));
    assertThat(end().newest()).map(StepRecord::step).contains(1999L);
    assertThat(end().validated()).map(StepRecord::step).contains(2L);
  }

  @Test
  void onlyTheEndIsRead() throws IOException {
    append("this is damaged\n" + line(5).repeat(300));
    assertThat(Files.size(file())).isGreaterThan(64 << 10);
    assertThat(end().newest()).map(StepRecord::step).contains(5L);
    assertThatThrownBy(() -> end().validated())
        .as("looks at the beginning, for want of an evaluation")
        .isInstanceOf(IOException.class);
  }
}
