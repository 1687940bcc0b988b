package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {
  @TempDir private Path temporary;

  private CheckpointDirectory directory() throws IOException {
    return new CheckpointDirectory(
        temporary.resolve("checkpoints").toString(), new Configuration());
  }

  private static SearchState state(long step) {
    return new SearchState(
        step, new float[] {step}, new float[] {1}, new float[] {0}, new float[] {2});
  }

  private Stream<Path> files() throws IOException {
    return Files.list(temporary.resolve("checkpoints"))
        .filter(file -> !file.getFileName().toString().startsWith("."));
  }

  @Test
  void holdsNothingBeforeTheFirst() throws IOException {
    assertThat(directory().latest()).isEmpty();
  }

  @Test
  void keepsTheNewestOnly() throws IOException {
    for (long step = 100; step <= 500; step += 100) {
      directory().write(state(step), 2);
    }
    assertThat(files().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder("step-00000400.checkpoint", "step-00000500.checkpoint");
    assertThat(directory().latest().orElseThrow().step()).isEqualTo(500);
  }

  @Test
  void passesOverADamagedNewest() throws IOException {
    directory().write(state(100), 2);
    directory().write(state(200), 2);
    Path newest = temporary.resolve("checkpoints").resolve("step-00000200.checkpoint");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    assertThat(directory().latest().orElseThrow().step()).isEqualTo(100);
  }

  @Test
  void ignoresWhatIsStillBeingWritten() throws IOException {
    directory().write(state(100), 2);
    Files.write(
        temporary.resolve("checkpoints").resolve(".step-00000200.checkpoint.tmp"), new byte[10]);
    assertThat(directory().latest().orElseThrow().step()).isEqualTo(100);
  }
}
