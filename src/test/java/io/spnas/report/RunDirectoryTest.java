package io.spnas.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  @TempDir private Path temporary;

  private RunDirectory run(String name) {
    return new RunDirectory(temporary.resolve(name).toString(), new Configuration());
  }

  private Stream<String> files(String name) throws IOException {
    return Files.list(temporary.resolve(name)).map(file -> file.getFileName().toString());
  }

  @Test
  void newRunMakesItsDirectory() throws IOException {
    RunDirectory run = run("runs/one");
    assertThat(run.holdsRun()).isFalse();
    run.begin("search.steps = 3\n");
    assertThat(run.holdsRun()).isTrue();
    assertThat(run.configuration()).isEqualTo("search.steps = 3\n");
    assertThat(files("runs/one")).containsExactly("config.resolved.conf");
  }

  @Test
  void emptyDirectoryIsTaken() throws IOException {
    Files.createDirectory(temporary.resolve("empty"));
    run("empty").begin("a = 1");
    assertThat(run("empty").configuration()).isEqualTo("a = 1");
  }

  @Test
  void directoryWithARunIsRefusedAndLeftAlone() throws IOException {
    run("one").begin("a = 1");
    RunDirectory again = run("one");
    assertThatThrownBy(() -> again.begin("a = 2"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(again.toString(), "holds a run already", "--resume");
    assertThat(again.configuration()).isEqualTo("a = 1");
  }

  @Test
  void directoryWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Files.createDirectory(temporary.resolve("photos"));
    Files.writeString(temporary.resolve("photos/cat.jpg"), "cat");
    RunDirectory run = run("photos");
    assertThatThrownBy(() -> run.begin("a = 1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(run.toString(), "new or empty directory");
    assertThat(files("photos")).containsExactly("cat.jpg");
  }

  @Test
  void fileInPlaceOfADirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "text");
    assertThatThrownBy(() -> run("file").begin("a = 1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).hasContent("text");
  }

  @Test
  void configurationOfNoRunIsRefused() {
    RunDirectory run = run("none");
    assertThatThrownBy(run::configuration)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("config.resolved.conf", run.toString());
  }

  @Test
  void continuedRunReplacesItsConfiguration() throws IOException {
    run("one").begin("search.steps = 3");
    run("one").configuration("search.steps = 6");
    assertThat(run("one").configuration()).isEqualTo("search.steps = 6");
    assertThat(files("one")).containsExactly("config.resolved.conf");
  }

  @Test
  void architectureIsWrittenWhereItsPathSays() throws IOException {
    RunDirectory run = run("one");
    run.begin("a = 1");
    run.architecture("{}");
    run.architecture("{\"layers\": []}");
    assertThat(Path.of(run.architecturePath())).hasContent("{\"layers\": []}");
    assertThat(Path.of(run.architecturePath())).hasFileName("architecture.json");
    assertThat(Path.of(run.metrics())).isEqualTo(temporary.resolve("one/metrics.jsonl"));
    assertThat(Path.of(run.checkpoints())).isEqualTo(temporary.resolve("one/checkpoints"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nosuchscheme://host/run"})
  void unusablePathIsRefused(String path) {
    assertThatThrownBy(() -> new RunDirectory(path, new Configuration()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Cannot use run directory " + path)
        .hasMessageNotContaining("\n");
  }
}
