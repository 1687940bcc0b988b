package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local runner: what it prints, its exit status, and that it leaves nothing running. */
class LocalScriptIT {
  /** What a shell makes of the end by SIGTERM. */
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path temporary;

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return new LocalScript(temporary, Map.of()).run(arguments);
  }

  private static void assertMistake(Ended ended, String... parts) {
    assertThat(ended.err().lines()).as("lines on stderr").hasSize(1);
    assertThat(ended.err()).contains(parts);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(2);
  }

  @Test
  void printsTheVersionOfTheJarAndNothingElse() throws Exception {
    Ended ended = run("--version");
    assertThat(ended.out()).isEqualTo("spnas " + System.getProperty("spnas.version") + "\n");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.status()).isZero();
  }

  @Test
  void tellsAMistakeInOneLine() throws Exception {
    assertMistake(run("serch"), "serch", "search");
    assertMistake(run("latency", "--architecture", "resnet", "--lut", "pixel1"), "resnet");
  }

  @Test
  void tellsMistakesOfItsOwnOptions() throws Exception {
    assertMistake(run("--master"), "--master", "local[4]");
    Ended other =
        new LocalScript(temporary, Map.of("JAVA_HOME", temporary.toString())).run("--version");
    assertMistake(other, temporary.toString(), "JDK 17");
    Ended jars =
        new LocalScript(temporary, Map.of("SPNAS_JARS", "/no/strategy.jar")).run("--version");
    assertMistake(jars, "/no/strategy.jar", "SPNAS_JARS");
  }

  @Test
  @Tag("slow")
  void aSignalEndsItsExecutorsToo() throws Exception {
    Idx idx = Idx.write(temporary, 200);
    String shards = temporary.resolve("shards").toString();
    Ended prepared =
        run(
            "prepare",
            "idx",
            "--images=" + idx.images,
            "--labels=" + idx.labels,
            "--split=train",
            "--shards=2",
            "--out=" + shards);
    assertThat(prepared.status()).as(prepared.err()).isZero();
    Process search =
        LocalScript.onTwoExecutors(temporary)
            .start(
                "search",
                "--config=" + SmallConfig.write(temporary),
                "--data=" + shards,
                "--run-dir=" + temporary.resolve("run"),
                "--workers=2",
                "--set=search.steps=1000000");
    List<ProcessHandle> executors = awaitExecutors(search);

    search.destroy();
    assertThat(search.waitFor(60, TimeUnit.SECONDS)).as("ended by SIGTERM").isTrue();
    assertThat(search.exitValue()).isEqualTo(TERMINATED);
    for (ProcessHandle executor : executors) {
      executor.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  private static List<ProcessHandle> awaitExecutors(Process search) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (System.nanoTime() < deadline && search.isAlive()) {
      List<ProcessHandle> executors = LocalScript.executors(search);
      if (executors.size() == 2) {
        return executors;
      }
      Thread.sleep(200);
    }
    throw new AssertionError("no two executors within three minutes");
  }
}
