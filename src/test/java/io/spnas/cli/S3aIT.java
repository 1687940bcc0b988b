package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import io.spnas.report.MetricsLog;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data and runs on S3, where files can't grow and a rename is a copy. */
@Tag("slow")
class S3aIT {
  private static final String ACCESS_KEY = "access";
  private static final String SECRET_KEY = "secret";
  private static final String DATA = "s3a://spnas/shards";
  private static final String LAST = "checkpoints/step-00000040.checkpoint";

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static ServerProcess server;
  private static Path bucket;
  private static Path config;

  @BeforeAll
  static void startAndPrepareShards() throws Exception {
    Path buckets = shared.resolve("buckets");
    bucket = Files.createDirectories(buckets.resolve("spnas"));
    server = ServerProcess.start("S3Server", shared, buckets.toString(), ACCESS_KEY, SECRET_KEY);
    config = SmallConfig.write(shared);
    Idx idx = Idx.write(shared, 400);
    Ended prepared =
        submit(shared, "local-cluster[2,1,2048]")
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images,
                "--labels=" + idx.labels,
                "--split=train",
                "--shards=4",
                "--out=" + DATA);
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(bucket.resolve("shards/train-00003-of-00004")).isNotEmptyFile();
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private static SparkSubmit submit(Path directory, String master) throws IOException {
    return new SparkSubmit(directory, "--master=" + master)
        .withJars(ServerProcess.classPath("s3a"))
        .conf("spark.executor.memory", "1g")
        .conf("spark.hadoop.fs.s3a.endpoint", server.lastLine())
        // What the server can't do should fail the test soon.
        .conf("spark.hadoop.fs.s3a.attempts.maximum", "2")
        .conf("spark.hadoop.fs.s3a.retry.limit", "2")
        .conf("spark.hadoop.fs.s3a.path.style.access", "true")
        .conf("spark.hadoop.fs.s3a.access.key", ACCESS_KEY)
        .conf("spark.hadoop.fs.s3a.secret.key", SECRET_KEY);
  }

  private Ended search(String master, String run, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("search", "--config", config.toString()));
    arguments.addAll(List.of("--data", DATA, "--run-dir", run, "--workers", "2"));
    arguments.addAll(List.of(more));
    Ended ended = submit(temporary, master).run(arguments.toArray(String[]::new));
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended;
  }

  @Test
  void aRunOnS3HasTheBitsOfALocalOne() throws Exception {
    search("local-cluster[2,1,2048]", "s3a://spnas/runs/one");
    Path run = bucket.resolve("runs/one");
    Path local = temporary.resolve("run");
    search("local[2]", local.toString());
    assertSame(run, local);

    Files.delete(run.resolve(LAST));
    search("local-cluster[2,1,2048]", "s3a://spnas/runs/one", "--resume");
    assertSame(run, local);
  }

  private static void assertSame(Path run, Path local) throws IOException {
    assertThat(Files.readAllBytes(run.resolve(LAST)))
        .isEqualTo(Files.readAllBytes(local.resolve(LAST)));
    assertThat(run.resolve("architecture.json"))
        .hasSameTextualContentAs(local.resolve("architecture.json"));
    assertThat(steps(run)).isEqualTo(steps(local)).hasSize(8);
    try (var files = Files.walk(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing left aside")
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  private static List<Long> steps(Path run) throws IOException {
    return MetricsLog.read(run.resolve("metrics.jsonl").toString(), new Configuration()).stream()
        .map(StepRecord::step)
        .toList();
  }
}
