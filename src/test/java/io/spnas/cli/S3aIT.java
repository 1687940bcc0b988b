package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import io.spnas.report.MetricsLog;
import io.spnas.report.events.EventReader;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data and runs on S3, where files can't grow and a rename is a copy. */
@Tag("slow")
class S3aIT {
  private static final String BUCKET = "spnas";
  private static final String ACCESS_KEY = "access";
  private static final String SECRET_KEY = "secret";
  private static final String DATA = "s3a://spnas/shards";
  private static final String RUN = "s3a://spnas/runs/one";
  private static final String LAST = "/checkpoints/step-00000040.checkpoint";
  private static final String EXECUTORS = "local-cluster[2,1,2048]";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static ServerProcess server;
  private static URLClassLoader s3aClasses;
  private static Configuration hadoop;
  private static FileSystem store;
  private static Path config;

  @BeforeAll
  static void startAndPrepareShards() throws Exception {
    server = ServerProcess.start("S3Server", shared, BUCKET, ACCESS_KEY, SECRET_KEY);
    openStore();
    config = SmallConfig.write(shared);
    Idx idx = Idx.write(shared, 400);
    Ended prepared =
        submit(shared, EXECUTORS)
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images,
                "--labels=" + idx.labels,
                "--split=train",
                "--shards=4",
                "--out=" + DATA);
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(bytes(DATA + "/train-00003-of-00004")).isNotEmpty();
  }

  /** This JVM doesn't have S3A's classes, as they are no part of Spark. */
  private static void openStore() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String jar : ServerProcess.classPath("s3a").split(":")) {
      jars.add(Path.of(jar).toUri().toURL());
    }
    s3aClasses = new URLClassLoader(jars.toArray(URL[]::new), S3aIT.class.getClassLoader());
    hadoop = new Configuration();
    hadoop.setClassLoader(s3aClasses);
    settings().forEach(hadoop::set);
    store = new org.apache.hadoop.fs.Path(DATA).getFileSystem(hadoop);
  }

  @AfterAll
  static void stop() throws Exception {
    if (store != null) {
      store.close();
      s3aClasses.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "fs.s3a.endpoint",
        server.lastLine(),
        "fs.s3a.path.style.access",
        "true",
        "fs.s3a.access.key",
        ACCESS_KEY,
        "fs.s3a.secret.key",
        SECRET_KEY,
        // What the server can't do should fail the test soon.
        "fs.s3a.attempts.maximum",
        "2",
        "fs.s3a.retry.limit",
        "2");
  }

  private static SparkSubmit submit(Path directory, String master) throws IOException {
    SparkSubmit submit =
        new SparkSubmit(directory, "--master=" + master)
            .withJars(ServerProcess.classPath("s3a"))
            .conf("spark.executor.memory", "1g");
    settings().forEach((key, value) -> submit.conf("spark.hadoop." + key, value));
    return submit;
  }

  private void search(String master, String run, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("search", "--config", config.toString()));
    arguments.addAll(List.of("--data", DATA, "--run-dir", run, "--workers", "2"));
    arguments.addAll(List.of(more));
    Ended ended = submit(temporary, master).run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  private static byte[] bytes(String file) throws IOException {
    try (FSDataInputStream in = store.open(new org.apache.hadoop.fs.Path(file))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aRunOnS3HasTheBitsOfALocalOne() throws Exception {
    search(EXECUTORS, RUN);
    Path local = temporary.resolve("run");
    search("local[2]", local.toString());
    assertSame(local);

    store.delete(new org.apache.hadoop.fs.Path(RUN + LAST), false);
    search(EXECUTORS, RUN, "--resume");
    assertSame(local);
  }

  private static void assertSame(Path local) throws IOException {
    assertThat(bytes(RUN + LAST)).isEqualTo(Files.readAllBytes(Path.of(local + LAST)));
    assertThat(bytes(RUN + "/architecture.json"))
        .isEqualTo(Files.readAllBytes(local.resolve("architecture.json")));
    assertThat(steps(RUN)).isEqualTo(steps(local.toString())).hasSize(8);
    assertThat(shownSteps()).isEqualTo(steps(RUN));
    assertThat(store.listStatus(new org.apache.hadoop.fs.Path(RUN)))
        .extracting(FileStatus::getPath)
        .as("nothing left aside")
        .noneMatch(path -> path.getName().endsWith(".tmp"));
  }

  /** Steps that TensorBoard would show. */
  private static List<Long> shownSteps() throws IOException {
    Path copy = Files.createTempDirectory(shared, "events");
    store.copyToLocalFile(
        false, new org.apache.hadoop.fs.Path(RUN + "/events"), hadoopPath(copy), true);
    return EventReader.curves(copy.resolve("events")).get("loss").stream()
        .map(EventReader.Point::step)
        .toList();
  }

  private static org.apache.hadoop.fs.Path hadoopPath(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static List<Long> steps(String run) throws IOException {
    return MetricsLog.read(run + "/metrics.jsonl", hadoop).stream().map(StepRecord::step).toList();
  }
}
