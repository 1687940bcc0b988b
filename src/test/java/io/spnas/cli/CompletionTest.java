package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script of {@code completion} in a real bash. */
class CompletionTest {
  @TempDir private Path directory;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    Command.Ended ended = Command.run("completion");
    assertThat(ended.status()).isZero();
    script = Files.writeString(directory.resolve("completion.bash"), ended.out());
  }

  private List<String> bash(String commands) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", "source " + script + "\n" + commands)
            .redirectErrorStream(true)
            .start();
    String out = new String(bash.getInputStream().readAllBytes());
    assertThat(bash.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  /** What the last word of a line may become. */
  private List<String> complete(String program, String... words) throws Exception {
    return bash(
        "COMP_WORDS=('%s' '%s'); COMP_CWORD=%d\n"
                .formatted(program, String.join("' '", words), words.length)
            + "COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}\n"
            // As bash finds the function: by the word after the last slash.
            + "function=$(complete -p '%s' | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')\n"
                .formatted(program.substring(program.lastIndexOf('/') + 1))
            + "\"$function\" 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spnas", "submit/local.sh", "/opt/spnas/submit/yarn.sh", "../submit/k8s.sh"})
  void completesACommand(String program) throws Exception {
    assertThat(complete(program, "se")).containsExactly("search");
    assertThat(complete(program, "")).contains("prepare", "runs", "bench");
  }

  @Test
  void completesASubCommandAndItsOptions() throws Exception {
    assertThat(complete("submit/local.sh", "bench", "st")).containsExactly("step");
    assertThat(complete("submit/local.sh", "bench", "step", "--thr")).containsExactly("--threads");
    assertThat(complete("submit/local.sh", "search", "--wo")).containsExactly("--workers");
  }

  @Test
  void completesAfterOptionsOfTheScript() throws Exception {
    assertThat(complete("submit/yarn.sh", "--deploy-mode", "cluster", "sear"))
        .containsExactly("search");
    assertThat(complete("submit/local.sh", "--master", "local[2]", "train", "--warm"))
        .containsExactly("--warm-start");
  }

  @Test
  void completesAValueThatIsAChoice() throws Exception {
    assertThat(complete("submit/local.sh", "export", "--format", "")).contains("ONNX", "NPZ");
  }
}
