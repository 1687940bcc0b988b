package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in a shell: from where they run, what they print, and how they are written. */
class ScriptShellIT {
  @TempDir private Path temporary;

  @Test
  void theLineOfADryRunCanBePastedIntoAShell() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    String[] line = join(MEMORY, new String[] {"--name", "a \"b\" $HOME `c` 'd'"}, SEARCH);
    SubmitScript yarn = spark.script("yarn.sh");
    Ended dry = yarn.run(join("--dry-run", line));
    assertThat(dry.status()).as(dry.err()).isZero();
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out().lines()).hasSize(1);
    assertThat(spark.wasAsked()).isFalse();

    Ended run = yarn.run(line);
    assertThat(run.err()).isEqualTo(dry.out());
    List<String> asked = spark.arguments();
    assertThat(asked)
        .contains("a \"b\" $HOME `c` 'd'", "my settings.conf", "it's")
        .doesNotContain("spnas search");

    Process pasted = new ProcessBuilder("bash", "-c", dry.out()).start();
    assertThat(pasted.waitFor()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).isEqualTo(asked);
  }

  @Test
  void itRunsFromAnywhereAlsoByALink() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Path link = temporary.resolve("spnas-on-yarn");
    Files.createSymbolicLink(link, ServerProcess.HOME.resolve("submit/yarn.sh"));
    Ended ended =
        new SubmitScript(link, temporary)
            .with("SPARK_HOME", spark.home())
            .with("SPNAS_JAR", "hdfs:///apps/spnas.jar")
            .run(join(MEMORY, SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).contains("hdfs:///apps/spnas.jar", "search");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn.sh", "k8s.sh"})
  void helpTellsOptionsAndEnvironment(String name) throws IOException, InterruptedException {
    Ended ended = new SubmitScript(name, temporary).run("--help");
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("--dry-run", "--event-log DIR", "SPARK_HOME", "COMMAND");
    assertThat(ended.out().lines())
        .noneMatch(line -> line.startsWith("#") || line.contains("set -euo"));
  }

  @Test
  @Tag("slow")
  void shellcheckFindsNothing() throws Exception {
    Path tool = Path.of("/usr/bin/shellcheck");
    assertThat(tool).as("shellcheck, from the Debian package of that name").exists();
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-x"));
    try (Stream<Path> files = Files.walk(ServerProcess.HOME.resolve("submit"))) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".sh"))
          .filter(file -> !file.matches(".*/(common|build|cluster)\\.sh"))
          .forEach(command::add);
    }
    Process shellcheck = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(shellcheck.getInputStream().readAllBytes())).isEmpty();
    assertThat(shellcheck.waitFor()).isZero();
  }
}
