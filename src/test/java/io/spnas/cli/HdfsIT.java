package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.HadoopFiles;
import io.spnas.config.Settings;
import io.spnas.report.MetricsLog;
import io.spnas.report.RunDirectory;
import io.spnas.report.RunState;
import io.spnas.report.RunsBelow;
import io.spnas.report.events.EventLog;
import io.spnas.report.events.EventReader;
import io.spnas.train.StepRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run writes, on HDFS. */
@Tag("slow")
class HdfsIT {
  @TempDir private static java.nio.file.Path shared;

  private static HadoopServers hadoop;
  private static Configuration configuration;
  private static FileSystem files;

  @BeforeAll
  static void start() throws Exception {
    hadoop = HadoopServers.start(shared);
    configuration = hadoop.configuration();
    files = FileSystem.get(configuration);
  }

  @AfterAll
  static void stop() throws Exception {
    if (hadoop != null) {
      hadoop.close();
    }
  }

  private static void write(Path path, int length) throws Exception {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write("x".repeat(length).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aReplacedFileIsThereAtAnyTime() throws Exception {
    Path from = new Path("/replace/from");
    Path to = new Path("/replace/to");
    write(to, 1);
    AtomicBoolean done = new AtomicBoolean();
    Callable<Integer> looking =
        () -> {
          int looks = 0;
          while (!done.get()) {
            assertThat(files.getFileStatus(to).getLen()).isBetween(1L, 2L);
            looks++;
          }
          return looks;
        };
    ExecutorService looker = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> looks = looker.submit(looking);
      for (int i = 0; i < 50 && !looks.isDone(); i++) {
        write(from, 1 + i % 2);
        HadoopFiles.replace(files, from, to);
      }
      done.set(true);
      assertThat(looks.get()).isPositive();
      assertThat(files.getFileStatus(to).getLen()).isEqualTo(2);
      assertThat(files.exists(from)).isFalse();
    } finally {
      done.set(true);
      looker.shutdown();
    }
  }

  @Test
  void recordsCanBeReadWhileTheLogIsOpen() throws Exception {
    String file = "/run/metrics.jsonl";
    try (MetricsLog log = MetricsLog.open(file, configuration, 0)) {
      for (long step = 1; step <= 3; step++) {
        log.append(record(step));
        assertThat(steps(file)).containsExactlyElementsOf(upTo(step));
      }
    }
    try (MetricsLog log = MetricsLog.open(file, configuration, 2)) {
      assertThat(steps(file)).containsExactly(1L, 2L);
      log.append(record(3));
      log.append(record(4));
      assertThat(steps(file)).containsExactlyElementsOf(upTo(4));
    }
  }

  @Test
  void eventsCanBeReadWhileTheLogIsOpen() throws Exception {
    Path events = new Path("/run/events");
    try (EventLog log = EventLog.open(events.toString(), configuration, 0, "host-a")) {
      for (long step = 1; step <= 3; step++) {
        log.append(record(step));
        java.nio.file.Path copy = Files.createTempDirectory(shared, "events");
        files.copyToLocalFile(false, events, new Path(copy.toUri()), true);
        assertThat(EventReader.curves(copy.resolve("events")).get("loss"))
            .extracting(EventReader.Point::step)
            .containsExactlyElementsOf(upTo(step));
      }
    }
  }

  @Test
  void theTableOfRunsSeesWhatAnOpenLogHolds() throws Exception {
    RunDirectory run = new RunDirectory("/runs/sweep/a", configuration);
    run.begin(Settings.load(Optional.empty(), List.of()).render());
    try (MetricsLog log = MetricsLog.open(run.metrics(), configuration, 0)) {
      log.append(record(7));
      RunsBelow runs = RunsBelow.of("/runs", configuration, Instant.EPOCH);
      assertThat(runs.unreadable()).isEmpty();
      assertThat(runs.readable())
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.step()).hasValue(7);
                assertThat(told.state()).isEqualTo(RunState.RUNNING);
              });
    }
  }

  private static Iterable<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static Stream<Long> steps(String file) throws Exception {
    return MetricsLog.read(file, configuration).stream().map(StepRecord::step);
  }

  private static StepRecord record(long step) {
    return new StepRecord(
        step,
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
        1,
        0,
        0,
        0,
        new double[0][],
        new double[0][],
        Optional.empty());
  }
}
