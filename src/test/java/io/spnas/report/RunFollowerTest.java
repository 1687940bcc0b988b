package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

class RunFollowerTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final Configuration hadoop = new Configuration();
  private final Told told = new Told();

  @TempDir private Path directory;

  /** Remembers what it is told. */
  private static final class Told implements Progress.Listener {
    private final List<Long> steps = new CopyOnWriteArrayList<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private int ends;

    @Override
    public void onProgress(Progress progress) {
      assertThat(progress.steps()).isEqualTo(100);
      steps.add(progress.newest().step());
      runs.add(String.valueOf(MDC.get("mdc.run")));
    }

    @Override
    public void onEnd() {
      ends++;
    }
  }

  private String metrics() {
    return directory.resolve("metrics.jsonl").toString();
  }

  private RunFollower follow(long firstStep, Duration interval) {
    return new RunFollower(metrics(), hadoop, 100, firstStep, interval, List.of(told));
  }

  @Test
  void closeTellsTheNewestRecordAndTheEndOnce() throws IOException {
    RunFollower follower = follow(0, NEVER);
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0)) {
      log.append(Records.of(10));
      log.append(Records.of(20));
    }
    follower.close();
    follower.close();
    assertThat(told.steps).containsExactly(20L);
    assertThat(told.ends).isEqualTo(1);
  }

  @Test
  void tellsNothingOfStepsDoneBefore() throws IOException {
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0)) {
      log.append(Records.of(10));
    }
    follow(10, Duration.ofMillis(1)).close();
    assertThat(told.steps).isEmpty();
    assertThat(told.ends).isEqualTo(1);
  }

  @Test
  @Timeout(20)
  void followsARunningSearchAndKeepsTheContextOfTheLog() throws Exception {
    MDC.put("mdc.run", "runs/a");
    try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0);
        RunFollower follower = follow(0, Duration.ofMillis(1))) {
      for (long step = 10; step <= 20; step += 10) {
        log.append(Records.of(step));
        while (!told.steps.contains(step)) {
          Thread.sleep(20);
        }
      }
      assertThat(follower).isNotNull();
    } finally {
      MDC.remove("mdc.run");
    }
    assertThat(told.steps).containsExactly(10L, 20L);
    assertThat(told.runs).containsOnly("runs/a");
  }

  @Test
  @Timeout(20)
  void goesOnAfterAFileThatCannotBeRead() throws Exception {
    Files.createDirectory(directory.resolve("metrics.jsonl"));
    try (RunFollower follower = follow(0, Duration.ofMillis(1))) {
      Thread.sleep(50);
      Files.delete(directory.resolve("metrics.jsonl"));
      try (MetricsLog log = MetricsLog.open(metrics(), hadoop, 0)) {
        log.append(Records.of(10));
      }
      while (!told.steps.contains(10L)) {
        Thread.sleep(20);
      }
      assertThat(follower).isNotNull();
    }
  }
}
