package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of spark-defaults.conf appear nowhere: in no output, file or command line of a run. */
@Tag("slow")
class SecretsIT {
  private static final String SECRET = "n0t-t0-be-t0ld";

  @TempDir private Path temporary;

  private SmallData data;
  private LocalScript script;
  private Path events;

  @BeforeEach
  void writeDefaults() throws Exception {
    data = SmallData.write(temporary);
    events = Files.createDirectory(temporary.resolve("event-log"));
    Path conf = Files.createDirectory(temporary.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        """
        spark.authenticate true
        spark.authenticate.secret VALUE
        spark.hadoop.fs.s3a.access.key VALUE
        spark.hadoop.fs.s3a.secret.key VALUE
        spark.hadoop.fs.s3a.session.token VALUE
        spark.ssl.keyStorePassword VALUE
        spark.executorEnv.AWS_SECRET_ACCESS_KEY VALUE
        spark.eventLog.enabled true
        spark.eventLog.dir EVENTS
        """
            .replace("VALUE", SECRET)
            .replace("EVENTS", events.toUri().toString()));
    script =
        LocalScript.onTwoExecutors(temporary)
            .with(Map.of("SPARK_CONF_DIR", conf.toString(), "SPNAS_DEBUG", "1"));
  }

  /** Command lines of a process and all that it has started. */
  private static Stream<String> commandLines(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(handle -> Path.of("/proc", Long.toString(handle.pid()), "cmdline"))
        .map(SecretsIT::read);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended meanwhile.
      return "";
    }
  }

  private void assertNowhere(Ended ended, Path directory) throws IOException {
    assertThat(ended.out()).doesNotContain(SECRET);
    assertThat(ended.err()).doesNotContain(SECRET);
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).as("files in %s", directory).isNotEmpty();
      assertThat(all)
          .allSatisfy(file -> assertThat(read(file)).as(file.toString()).doesNotContain(SECRET));
    }
  }

  @Test
  void aRunTellsNone() throws Exception {
    Path run = temporary.resolve("run");
    Process search = script.start(data.search(run));
    TreeSet<String> lines = new TreeSet<>();
    while (search.isAlive()) {
      commandLines(search).forEach(lines::add);
      Thread.sleep(100);
    }
    Ended ended = script.await(search);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(lines)
        .anyMatch(line -> line.contains("CoarseGrainedExecutorBackend"))
        .noneMatch(line -> line.contains(SECRET));
    assertNowhere(ended, run);
    assertNowhere(ended, events);
  }

  @Test
  void aFailureTellsNone() throws Exception {
    String[] search =
        data.search(temporary.resolve("run"), "--set=latency.table=s3a://lake/x.json");
    Ended ended = script.run(search);
    assertThat(ended.status()).as(ended.err()).isNotZero();
    assertThat(ended.out() + ended.err()).doesNotContain(SECRET);
  }
}
