package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A search in two executors' JVMs of their own, started as a user does, for tests to hurt. */
final class SearchProcess {
  private static final Pattern STEP = Pattern.compile("^\\{\"step\":(\\d+),");
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final LocalScript script;
  private final Process driver;
  private final Path output;
  private final Path run;

  private SearchProcess(LocalScript script, Process driver, Path output, Path run) {
    this.script = script;
    this.driver = driver;
    this.output = output;
    this.run = run;
  }

  /**
   * Starts a search.
   *
   * @param directory where its output goes
   * @param data its shards and settings
   * @param run its run directory
   * @param more further arguments
   */
  static SearchProcess start(Path directory, SmallData data, Path run, String... more)
      throws IOException {
    Path output = Files.createTempDirectory(directory, "search");
    LocalScript script = LocalScript.onTwoExecutors(output);
    return new SearchProcess(script, script.start(data.search(run, more)), output, run);
  }

  /** The last step that the run has logged; 0 if none. */
  long step() throws IOException {
    Path metrics = run.resolve("metrics.jsonl");
    if (!Files.exists(metrics)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(metrics);
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher step = STEP.matcher(lines.get(i));
      if (step.find() && lines.get(i).endsWith("}")) {
        return Long.parseLong(step.group(1));
      }
    }
    return 0;
  }

  /** Waits until a step is logged. */
  void awaitStep(long step) throws IOException, InterruptedException {
    await("step " + step, () -> stepUnchecked() >= step);
  }

  private long stepUnchecked() {
    try {
      return step();
    } catch (IOException e) {
      // The file is just being replaced.
      return 0;
    }
  }

  /** Waits until both executors run, and gives them. */
  List<ProcessHandle> awaitExecutors() throws IOException, InterruptedException {
    await("two executors", () -> executors().size() == 2);
    return executors();
  }

  private List<ProcessHandle> executors() {
    return LocalScript.executors(driver);
  }

  void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(driver.isAlive()).as("waiting for %s; it said: %s", what, err()).isTrue();
      assertThat(System.nanoTime())
          .as("waited long enough for %s; it said: %s", what, err())
          .isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** Everything the search has said so far. */
  String err() throws IOException {
    return Files.readString(output.resolve("err"));
  }

  /** Sends a signal, such as KILL. */
  static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Kills the driver, and waits until its executors have noticed. */
  void killDriver() throws Exception {
    List<ProcessHandle> family = new ArrayList<>(executors());
    family.add(driver.toHandle());
    driver.destroyForcibly();
    for (ProcessHandle member : family) {
      member.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  /** Tells the driver to end (SIGTERM), and waits until it has. */
  Ended terminate() throws IOException, InterruptedException {
    driver.destroy();
    return end();
  }

  /** Waits for the end. */
  Ended end() throws IOException, InterruptedException {
    return script.await(driver);
  }

  /** Lines of metrics.jsonl about events of a kind. */
  static List<String> events(Path run, String kind) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .filter(line -> line.startsWith("{\"event\":\"" + kind + "\""))
        .toList();
  }

  /** The last line of what was said. */
  static String lastLine(Ended ended) {
    List<String> lines = ended.err().lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** Files of a run's checkpoints, the newest first. */
  static List<Path> checkpoints(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".checkpoint"))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
