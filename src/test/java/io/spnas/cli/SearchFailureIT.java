package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import io.spnas.train.Checkpoint;
import io.spnas.train.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a search on a cluster, done to real executors in JVMs of their own. */
@Tag("slow")
class SearchFailureIT {
  private static final String ENDLESS = "--set=search.steps=1000000";
  private static final String EVERY_STEP = "--set=metrics.every-steps=1";

  /** What a shell makes of the end by SIGTERM. */
  private static final int TERMINATED = 143;

  private static final int KILLS = 20;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;

  @BeforeAll
  static void prepareData() throws Exception {
    data = SmallData.write(shared);
  }

  private SearchProcess start(Path run, String... more) throws IOException {
    return SearchProcess.start(temporary, data, run, more);
  }

  private static Checkpoint newest(Path run) throws IOException {
    return new CheckpointDirectory(run.resolve("checkpoints").toString(), new Configuration())
        .newest()
        .orElseThrow();
  }

  /** Checks that a run's newest checkpoint holds what an unbroken search holds at that step. */
  private void assertUnbroken(Path run, String... more) throws Exception {
    Checkpoint found = newest(run);
    Path unbroken = temporary.resolve("unbroken");
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--set=search.steps=" + found.step());
    Ended ended =
        new LocalScript(temporary, Map.of())
            .run(data.search(unbroken, arguments.toArray(String[]::new)));
    assertThat(ended.status()).as(ended.err()).isZero();
    Checkpoint expected = newest(unbroken);
    assertThat(found.step()).isEqualTo(expected.step());
    assertThat(found.state().parameters()).isEqualTo(expected.state().parameters());
    assertThat(found.state().averages()).isEqualTo(expected.state().averages());
    assertThat(found.state().meanSquares()).isEqualTo(expected.state().meanSquares());
    assertThat(found.state().velocities()).isEqualTo(expected.state().velocities());
    assertThat(found.state().statistics()).isEqualTo(expected.state().statistics());
    assertThat(found.state().averagedStatistics()).isEqualTo(expected.state().averagedStatistics());
  }

  @Test
  void withoutRestartsAKilledWorkerEndsTheRunNamingIt() throws Exception {
    Path run = temporary.resolve("run");
    SearchProcess search = start(run, ENDLESS, EVERY_STEP, "--set=search.max-restarts=0");
    search.awaitStep(3);
    SearchProcess.signal(search.awaitExecutors().get(0), "KILL");
    Ended ended = search.end();
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(SearchProcess.lastLine(ended))
        .matches("Worker [01] of 2 on .*")
        .contains("lost")
        .contains("search.max-restarts = 0");
    assertThat(search.step()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void twentyKillsChangeNoBit() throws Exception {
    Random random = new Random(20);
    Path run = temporary.resolve("run");
    String[] settings = {
      "--set=checkpoint.every-steps=50", EVERY_STEP, "--set=search.max-restarts=50"
    };
    SearchProcess search = start(run, with(settings, ENDLESS));
    int restarts = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long step = search.step();
      search.awaitStep(step + 1 + random.nextInt(150));
      long killed = System.nanoTime();
      if (random.nextInt(4) == 0) {
        search.killDriver();
        search = start(run, with(settings, ENDLESS, "--resume"));
      } else {
        ProcessHandle victim = search.awaitExecutors().get(random.nextInt(2));
        SearchProcess.signal(victim, "KILL");
        victim.onExit().get(60, TimeUnit.SECONDS);
        // The other worker may end the step that it has everything for.
        Thread.sleep(500);
        restarts++;
      }
      long reached = search.step();
      int expected = restarts;
      search.await("restart " + restarts, () -> countRestarts(run) == expected);
      search.awaitStep(reached + 1);
      System.out.printf(
          "kill %d at step %d: beyond it after %.1f s%n",
          kill + 1, reached, (System.nanoTime() - killed) / 1e9);
    }
    Ended ended = search.terminate();
    assertThat(ended.status()).as(ended.err()).isEqualTo(TERMINATED);
    assertThat(SearchProcess.events(run, "restart")).hasSize(restarts);
    assertUnbroken(run, settings);
  }

  private static String[] with(String[] settings, String... more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aStoppedWorkerIsNamedAndReplaced() throws Exception {
    Path run = temporary.resolve("run");
    String[] settings = {"--set=collective.timeout=15s", EVERY_STEP};
    SearchProcess search = start(run, with(settings, ENDLESS));
    search.awaitStep(25);
    ProcessHandle frozen = search.awaitExecutors().get(0);
    SearchProcess.signal(frozen, "STOP");
    long stopped = System.nanoTime();
    long step = search.step();
    search.await("a restart", () -> countRestarts(run) == 1);
    Duration noticed = Duration.ofNanos(System.nanoTime() - stopped);
    search.awaitStep(step + 30);
    System.out.printf(
        "stopped worker: restart after %.1f s, on its way again after %.1f s%n",
        noticed.toMillis() / 1e3, (System.nanoTime() - stopped) / 1e9);
    frozen.onExit().get(60, TimeUnit.SECONDS);
    assertThat(SearchProcess.events(run, "restart").get(0))
        .containsPattern("Worker [01] of 2 on \\S+ is lost: ")
        .contains("waiting")
        .doesNotContain("refused");
    search.terminate();
    assertUnbroken(run, settings);
  }

  private static int countRestarts(Path run) {
    try {
      return SearchProcess.events(run, "restart").size();
    } catch (IOException e) {
      // The file is just being replaced.
      return 0;
    }
  }

  @Test
  void aWorkerThatIsToldToEndLosesNoStep() throws Exception {
    Path run = temporary.resolve("run");
    String[] settings = {"--set=checkpoint.every-steps=100000", EVERY_STEP};
    SearchProcess search = start(run, with(settings, ENDLESS));
    search.awaitStep(25);
    SearchProcess.signal(search.awaitExecutors().get(1), "TERM");
    search.await("a restart", () -> countRestarts(run) == 1);
    String restart = SearchProcess.events(run, "restart").get(0);
    assertThat(restart).contains("\"lost_steps\":0").doesNotContain("\"step\":0,");
    search.awaitStep(search.step() + 5);
    Ended ended = search.terminate();
    assertThat(ended.status()).as(ended.err()).isEqualTo(TERMINATED);
    assertUnbroken(run, settings);
  }

  @Test
  void aDriverThatIsToldToEndKeepsItsLastStep() throws Exception {
    Path run = temporary.resolve("run");
    String[] settings = {"--set=checkpoint.every-steps=100000", EVERY_STEP};
    SearchProcess search = start(run, with(settings, ENDLESS));
    search.awaitStep(25);
    Ended ended = search.terminate();
    assertThat(ended.status()).as(ended.err()).isEqualTo(TERMINATED);
    assertThat(SearchProcess.lastLine(ended)).contains("Stopped after step", "--resume");
    assertThat(newest(run).step()).isEqualTo(search.step()).isGreaterThanOrEqualTo(25);
    assertThat(run.resolve("stop")).doesNotExist();
    assertUnbroken(run, settings);
  }

  @Test
  void aStopFileStopsTheRun() throws Exception {
    Path run = temporary.resolve("run");
    SearchProcess search = start(run, ENDLESS, EVERY_STEP);
    search.awaitStep(25);
    Files.createFile(run.resolve("stop"));
    Ended ended = search.end();
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(SearchProcess.lastLine(ended)).contains("Stopped after step", "--resume");
    assertThat(newest(run).step()).isEqualTo(search.step());
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws Exception {
    Path run = temporary.resolve("run");
    SearchProcess search = start(run, ENDLESS, EVERY_STEP);
    search.awaitStep(70);
    search.killDriver();
    Path damaged = SearchProcess.checkpoints(run).get(0);
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 4;
    Files.write(damaged, bytes);
    SearchProcess resumed = start(run, ENDLESS, EVERY_STEP, "--resume");
    resumed.awaitStep(search.step() + 1);
    Ended ended = resumed.terminate();
    assertThat(ended.err())
        .contains("Damaged checkpoint")
        .contains(damaged.getFileName().toString());
    assertUnbroken(run, EVERY_STEP);
  }
}
