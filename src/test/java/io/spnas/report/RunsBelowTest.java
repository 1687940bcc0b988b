package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import io.spnas.report.methods.ComparisonDirectory;
import io.spnas.report.methods.ComparisonExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsBelowTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant SILENT_SINCE = Instant.parse("2021-01-01T00:00:00Z");

  @TempDir private Path directory;

  private RunDirectory begin(String name) throws IOException {
    RunDirectory run = new RunDirectory(directory.resolve(name).toString(), HADOOP);
    run.begin(
        Settings.load(
                Optional.empty(),
                List.of(
                    "search.steps=40",
                    "train.epochs=10",
                    "search.warmup-steps=10",
                    "train.warmup-epochs=0"))
            .render());
    return run;
  }

  private void log(RunDirectory run, long... steps) throws IOException {
    try (MetricsLog log = MetricsLog.open(run.metrics(), HADOOP, 0)) {
      for (long step : steps) {
        log.append(Records.of(step));
      }
    }
  }

  private void age(String run) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(run))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
  }

  private RunsBelow runs() throws IOException {
    return RunsBelow.of(directory.toString(), HADOOP, SILENT_SINCE);
  }

  private RunSummary only() throws IOException {
    assertThat(runs().unreadable()).isEmpty();
    assertThat(runs().readable()).hasSize(1);
    return runs().readable().get(0);
  }

  @Test
  void aSearchThatWritesRuns() throws IOException {
    log(begin("a"), 10, 20);
    assertThat(only())
        .satisfies(
            run -> {
              assertThat(run.directory()).isEqualTo(directory.resolve("a").toString());
              assertThat(run.kind()).isEqualTo(RunView.Kind.SEARCH);
              assertThat(run.state()).isEqualTo(RunState.RUNNING);
              assertThat(run.step()).hasValue(20);
              assertThat(run.steps()).hasValue(40);
              assertThat(run.runtimeMilliseconds()).hasValue(85.5);
              assertThat(run.crossEntropy()).hasValue(2.125);
              assertThat(run.top1()).isEmpty();
              assertThat(run.top1Training()).hasValue(0.625);
            });
  }

  @Test
  void aSearchThatIsSilentHasStopped() throws IOException {
    log(begin("a"), 10);
    age("a");
    assertThat(only().state()).isEqualTo(RunState.STOPPED);
    assertThat(only().lastChange()).isEqualTo(LONG_AGO);
  }

  @Test
  void aSearchIsOverWithItsLastStepAndItsNetwork() throws IOException {
    RunDirectory run = begin("a");
    log(run, 20);
    run.architecture("{\"runtime_ms\": 12.5}");
    assertThat(only().state()).as("derived half way").isEqualTo(RunState.RUNNING);
    log(run, 20, 40);
    age("a");
    assertThat(only().state()).isEqualTo(RunState.OVER);
    assertThat(only().runtimeMilliseconds()).as("of the network").hasValue(12.5);
  }

  @Test
  void aTrainingTellsItsEvaluation() throws IOException {
    RunDirectory run = begin("a");
    run.architecture("{}");
    run.labels(List.of("cat", "dog"));
    log(run, 20);
    assertThat(only().kind()).isEqualTo(RunView.Kind.TRAINING);
    assertThat(only().steps()).as("10 epochs; step 20 is epoch 20.25").hasValue(10);
    assertThat(only().top1()).isEmpty();
    run.result("{\"validation_top1\": 0.75}");
    assertThat(only().state()).isEqualTo(RunState.OVER);
    assertThat(only().top1()).hasValue(0.75);
  }

  @Test
  void aRunThatHasJustBegunHasNoFigures() throws IOException {
    begin("a");
    assertThat(only().state()).isEqualTo(RunState.RUNNING);
    assertThat(only().step()).isEmpty();
    assertThat(only().crossEntropy()).isEmpty();
  }

  @Test
  void runsOfASweepAreFoundAndTheLastChangedComesFirst() throws IOException {
    begin("old");
    age("old");
    begin("sweep/lambda-0");
    begin("sweep/lambda-1");
    age("sweep/lambda-1");
    begin("much/too/far/down/here");
    Files.createDirectories(directory.resolve("shards"));
    assertThat(runs().readable())
        .extracting(run -> directory.relativize(Path.of(run.directory())).toString())
        .containsExactly("sweep/lambda-0", "old", "sweep/lambda-1");
  }

  @Test
  void runsOfAComparisonsCellsAreFound() throws IOException {
    new ComparisonDirectory(directory.resolve("compared").toString(), HADOOP)
        .comparison(ComparisonExample.unfinished());
    begin("compared/single-path/seed-0/search");
    begin("compared/single-path/seed-0/train");
    RunsBelow runs = runs();
    assertThat(runs.unreadable()).isEmpty();
    assertThat(runs.readable())
        .extracting(run -> directory.relativize(Path.of(run.directory())).toString())
        .containsExactlyInAnyOrder(
            "compared/single-path/seed-0/search", "compared/single-path/seed-0/train");
  }

  @Test
  void theDirectoryItselfMayBeARun() throws IOException {
    begin("a");
    assertThat(RunsBelow.of(directory.resolve("a").toString(), HADOOP, SILENT_SINCE).readable())
        .hasSize(1);
  }

  @Test
  void damagedRunsDoNotHideTheOthers() throws IOException {
    begin("good");
    begin("no-settings");
    Files.writeString(directory.resolve("no-settings/config.resolved.conf"), "search { steps = ");
    RunDirectory broken = begin("broken-metrics");
    log(broken, 10);
    Files.writeString(directory.resolve("broken-metrics/metrics.jsonl"), "{\"step_ms\": }\n");
    RunDirectory result = begin("broken-result");
    result.labels(List.of("cat"));
    result.result("{");
    Files.createDirectories(directory.resolve("only-checkpoints/checkpoints"));
    RunsBelow runs = runs();
    assertThat(runs.readable()).hasSize(1);
    assertThat(runs.unreadable())
        .extracting(run -> Path.of(run.directory()).getFileName().toString())
        .containsExactly("broken-metrics", "broken-result", "no-settings", "only-checkpoints");
    assertThat(runs.unreadable())
        .allSatisfy(run -> assertThat(run.reason()).isNotBlank().doesNotContain("\n"));
    assertThat(runs.unreadable().get(3).reason())
        .contains("config.resolved.conf", "expected the directory of a run");
  }

  @Test
  void aDirectoryThatIsNotThereIsAMistake() throws IOException {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> RunsBelow.of(missing.toString(), HADOOP, SILENT_SINCE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(missing.toString());
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> RunsBelow.of(file.toString(), HADOOP, SILENT_SINCE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a file");
    assertThat(runs().readable()).isEmpty();
    assertThat(runs().unreadable()).isEmpty();
  }
}
