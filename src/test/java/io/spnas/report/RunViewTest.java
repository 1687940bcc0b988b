package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunViewTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path temporary;
  private RunDirectory directory;

  @BeforeEach
  void begin() throws IOException {
    directory = new RunDirectory(temporary.resolve("run").toString(), HADOOP);
    directory.begin(
        Settings.load(
                Optional.empty(),
                List.of(
                    "search.steps=40",
                    "train.epochs=2",
                    "search.warmup-steps=10",
                    "train.warmup-epochs=0"))
            .render());
  }

  private RunView view() throws IOException {
    return RunView.read(directory.toString(), HADOOP);
  }

  private void log(long... steps) throws IOException {
    try (MetricsLog log = MetricsLog.open(directory.metrics(), HADOOP, steps[0])) {
      for (long step : steps) {
        log.append(Records.of(step));
      }
    }
  }

  @Test
  void aRunThatHasJustBegunHasNoRecords() throws IOException {
    RunView view = view();
    assertThat(view.kind()).isEqualTo(RunView.Kind.SEARCH);
    assertThat(view.last()).isEmpty();
    assertThat(view.progress()).isZero();
    assertThat(view.isOver()).isFalse();
  }

  @Test
  void aSearchIsOverWithItsLastStepAndItsNetwork() throws IOException {
    log(10, 20);
    directory.architecture("{}");
    assertThat(view().progress()).isEqualTo(0.5);
    assertThat(view().isOver()).as("derived half way").isFalse();
    log(30, 40);
    assertThat(view().progress()).isEqualTo(1);
    assertThat(view().isOver()).isTrue();
  }

  @Test
  void aTrainingIsOverWithItsResult() throws IOException {
    directory.labels(List.of("a", "b"));
    assertThat(view().kind()).isEqualTo(RunView.Kind.TRAINING);
    assertThat(view().isOver()).isFalse();
    directory.result("{\"top1\": 0.5}");
    assertThat(view().isOver()).isTrue();
    assertThat(view().result().orElseThrow().path("top1").asDouble()).isEqualTo(0.5);
  }

  @Test
  void eventsComeBackAsTheyWereWritten() throws IOException {
    log(10, 20, 30);
    RunEvent event =
        new RunHistory(directory, HADOOP).goOn(RunEvent.Kind.RESTART, 20, 2, "executor 3 was lost");
    assertThat(view().events()).hasSize(1);
    RunEvent read = view().events().get(0);
    assertThat(read.cause()).isEqualTo(event.cause());
    assertThat(read.lostSteps()).isEqualTo(10);
    assertThat(read.time().getEpochSecond()).isEqualTo(event.time().getEpochSecond());
  }

  @Test
  void aDirectoryWithoutARunIsAMistake() {
    assertThatThrownBy(() -> RunView.read(temporary.toString(), HADOOP))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected the directory of a run");
  }
}
