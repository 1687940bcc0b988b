package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.train.Checkpoint.Origin;
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

  private static Checkpoint checkpoint(long step) {
    TrainingState state =
        new TrainingState(
            step,
            new float[] {step},
            new float[] {3},
            new float[] {1},
            new float[] {0},
            new float[] {2},
            new float[] {2},
            new float[0]);
    return new Checkpoint(state, new Origin(2, 64, 1, "search.seed = 1"));
  }

  private Stream<Path> files() throws IOException {
    return Files.list(temporary.resolve("checkpoints"))
        .filter(file -> !file.getFileName().toString().startsWith("."));
  }

  @Test
  void holdsNothingBeforeTheFirst() throws IOException {
    assertThat(directory().newest()).isEmpty();
  }

  @Test
  void keepsTheNewestOnly() throws IOException {
    for (long step = 100; step <= 500; step += 100) {
      directory().write(checkpoint(step), 2);
    }
    assertThat(files().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrder("step-00000400.checkpoint", "step-00000500.checkpoint");
    assertThat(directory().newest().orElseThrow().step()).isEqualTo(500);
  }

  @Test
  void passesOverADamagedNewest() throws IOException {
    directory().write(checkpoint(100), 2);
    directory().write(checkpoint(200), 2);
    Path newest = temporary.resolve("checkpoints").resolve("step-00000200.checkpoint");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    assertThat(directory().newest().orElseThrow().step()).isEqualTo(100);
  }

  @Test
  void sweepsWhatWasLeftHalfWritten() throws IOException {
    directory().write(checkpoint(100), 2);
    Path aside = temporary.resolve("checkpoints").resolve(".step-00000200.checkpoint.x.tmp");
    Files.write(aside, new byte[10]);
    directory().sweep();
    assertThat(aside).doesNotExist();
    assertThat(directory().read(100).step()).isEqualTo(100);
  }

  @Test
  void namesTheFileThatCannotBeWritten() throws IOException {
    Files.createFile(temporary.resolve("checkpoints"));
    assertThatThrownBy(() -> directory().write(checkpoint(100), 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checkpoints/step-00000100.checkpoint");
  }

  @Test
  void tellsNoneFromDamagedOnes() throws IOException {
    assertThat(directory().isEmpty()).isTrue();
    directory().write(checkpoint(100), 2);
    Files.write(temporary.resolve("checkpoints").resolve("step-00000100.checkpoint"), new byte[10]);
    assertThat(directory().newest()).isEmpty();
    assertThat(directory().isEmpty()).isFalse();
  }

  @Test
  void ignoresWhatIsStillBeingWritten() throws IOException {
    directory().write(checkpoint(100), 2);
    Files.write(
        temporary.resolve("checkpoints").resolve(".step-00000200.checkpoint.tmp"), new byte[10]);
    assertThat(directory().newest().orElseThrow().step()).isEqualTo(100);
  }
}
