package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final Configuration hadoop = new Configuration();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir private Path directory;

  private String metrics() {
    return directory.resolve("metrics.jsonl").toString();
  }

  private Progress follow(long firstStep, Duration interval) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Progress(metrics(), hadoop, 100, firstStep, interval, "", out);
  }

  private String lines() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void lineKeepsTheLossesApartAndNamesUnits() {
    // 90 steps of 2000.75 ms are left.
    long seconds = Math.round(90 * 2000.75 / 1000);
    assertThat(Progress.line(Records.of(10), 100, Optional.empty()))
        .isEqualTo(
            "step 10/100  cross-entropy 2.125  top-1 62.5 %  R 85.50 ms  lambda 0.0020  lambda term 8.875"
                + "  weight decay 0.375  learning rate 0.0000  44 images/s  "
                + seconds / 60
                + ":0"
                + seconds % 60
                + " left");
  }

  @Test
  void lineIsTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    String expected = Progress.line(Records.of(10), 100, Optional.empty());
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Progress.line(Records.of(10), 100, Optional.empty())).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void lastStepHasNoTimeLeft() {
    assertThat(Progress.line(Records.of(100), 100, Optional.empty())).endsWith(" 0:00 left");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0:00",
    "59, 0:59",
    "60, 1:00",
    "3599, 59:59",
    "3600, 1:00:00",
    "3725, 1:02:05",
    "360000, 100:00:00"
  })
  void timesOfAnHourAndMoreHaveHours(long seconds, String expected) {
    assertThat(Progress.duration(seconds)).isEqualTo(expected);
  }

  @Test
  void closePrintsTheNewestRecordOnce() throws IOException {
    Progress progress = follow(0, Duration.ofHours(1));
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0)) {
      log.append(Records.of(10));
      log.append(Records.of(20));
    }
    progress.close();
    progress.close();
    assertThat(lines().lines())
        .last()
        .isEqualTo(Progress.line(Records.of(20), 100, Optional.empty()));
    assertThat(lines()).containsOnlyOnce("step 20/100");
  }

  @Test
  void printsNothingOfStepsDoneBefore() throws IOException {
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0)) {
      log.append(Records.of(10));
    }
    follow(10, Duration.ofMillis(1)).close();
    assertThat(lines()).isEmpty();
  }

  @Test
  @Timeout(20)
  void followsARunningSearch() throws IOException, InterruptedException {
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0);
        Progress progress = follow(0, Duration.ofMillis(1))) {
      for (long step = 10; step <= 20; step += 10) {
        log.append(Records.of(step));
        while (!lines().contains("step " + step + "/100")) {
          Thread.sleep(20);
        }
      }
      assertThat(progress).isNotNull();
    }
    assertThat(lines().lines()).hasSize(2);
  }
}
