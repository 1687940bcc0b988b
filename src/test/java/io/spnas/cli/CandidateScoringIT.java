package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen while candidates are scored, done to real executors in JVMs of their own. */
@Tag("slow")
class CandidateScoringIT {
  private static final int CANDIDATES = 60;

  /** What a shell makes of the end by SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallData data;

  /** An unbroken search. */
  private static Path unbroken;

  private static Ended ended;

  private Path run;

  @BeforeAll
  static void search() throws Exception {
    data = SmallData.write(shared);
    unbroken = shared.resolve("unbroken");
    ended = LocalScript.onTwoExecutors(shared).run(arguments(unbroken));
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(lines(unbroken)).hasSize(CANDIDATES);
  }

  @BeforeEach
  void nameRun() {
    run = temporary.resolve("run");
  }

  private static String[] options(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--set=strategy.name=one-shot-evolution",
                "--set=one-shot.evaluations=" + CANDIDATES,
                "--set=one-shot.population=20",
                "--set=search.target-latency-ms=70",
                "--json"));
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }

  private static String[] arguments(Path run, String... more) {
    return data.search(run, options(more));
  }

  private SearchProcess start(String... more) throws IOException {
    return SearchProcess.start(temporary, data, run, options(more));
  }

  /** Whole lines of the candidates' log. */
  private static List<String> lines(Path run) throws IOException {
    Path file = run.resolve("candidates.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static int count(Path run) {
    try {
      return lines(run).size();
    } catch (IOException e) {
      // The file is just being replaced.
      return 0;
    }
  }

  /** What of the scores does not depend on the clock. */
  private static List<String> scores(Path run) throws IOException {
    List<String> scores = new ArrayList<>();
    for (String line : lines(run)) {
      JsonNode candidate = new ObjectMapper().readTree(line);
      scores.add(candidate.path("operations") + " " + candidate.path("top1"));
    }
    return scores;
  }

  private static JsonNode json(Ended search) throws IOException {
    return new ObjectMapper().readTree(search.out());
  }

  private void assertUnbroken(Ended search) throws IOException {
    assertThat(search.status()).as(search.err()).isZero();
    assertThat(new HashSet<>(scores(run))).as("each once").hasSize(CANDIDATES);
    assertThat(scores(run)).containsExactlyInAnyOrderElementsOf(scores(unbroken));
    assertThat(json(search).path("architecture")).isEqualTo(json(ended).path("architecture"));
  }

  @Test
  void aKilledDriverLosesNoScore() throws Exception {
    SearchProcess search = start();
    search.await("some scores", () -> count(run) >= 5);
    search.killDriver();
    List<String> kept = lines(run);
    assertThat(kept).hasSizeBetween(5, CANDIDATES - 1);
    Ended resumed = start("--resume").end();
    assertThat(lines(run)).as("none is computed again").startsWith(kept.toArray(String[]::new));
    assertThat(resumed.err()).contains("candidate " + CANDIDATES + " of at most " + CANDIDATES);
    assertUnbroken(resumed);
  }

  @Test
  void aKilledExecutorsCandidatesAreScoredByOthers() throws Exception {
    SearchProcess search = start();
    search.await("some scores", () -> count(run) >= 5);
    ProcessHandle victim = search.awaitExecutors().get(0);
    SearchProcess.signal(victim, "KILL");
    victim.onExit().get(60, TimeUnit.SECONDS);
    assertUnbroken(search.end());
  }

  @Test
  void aDriverThatIsToldToEndKeepsItsScores() throws Exception {
    SearchProcess search = start();
    search.await("some scores", () -> count(run) >= 5);
    Ended stopped = search.terminate();
    assertThat(stopped.status()).as(stopped.err()).isEqualTo(TERMINATED);
    assertThat(stopped.err()).contains("--resume continues");
    assertThat(run.resolve("stop")).doesNotExist();
    List<String> kept = lines(run);
    Ended resumed = start("--resume").end();
    assertThat(lines(run)).startsWith(kept.toArray(String[]::new));
    assertUnbroken(resumed);
  }
}
