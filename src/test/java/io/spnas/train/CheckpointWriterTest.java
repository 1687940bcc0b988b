package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.train.Checkpoint.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
  private static final int FLOATS = 1_000_000;

  @TempDir private Path temporary;

  private static TrainingState state(long step) {
    float[] array = new float[FLOATS];
    Arrays.fill(array, step);
    return new TrainingState(
        step,
        array,
        array.clone(),
        array.clone(),
        array.clone(),
        new float[] {step},
        new float[] {step},
        new float[0]);
  }

  private CheckpointDirectory directory() throws IOException {
    return new CheckpointDirectory(
        temporary.resolve("checkpoints").toString(), new Configuration());
  }

  private CheckpointWriter writer() throws IOException {
    return new CheckpointWriter(directory(), new Origin(2, 64, 1, "search.seed = 1"), 2);
  }

  @Test
  void keepsTheStateOfTheMomentNotWhatBecomesOfIt() throws IOException {
    TrainingState live = state(100);
    try (CheckpointWriter writer = writer()) {
      for (long step = 100; step <= 300; step += 100) {
        Arrays.fill(live.parameters(), step);
        writer.submit(TrainingState.of(step, live.arrays()));
        Arrays.fill(live.parameters(), -1);
      }
    }
    for (long step : new long[] {200, 300}) {
      float[] expected = new float[FLOATS];
      Arrays.fill(expected, step);
      assertThat(directory().read(step).state().parameters()).isEqualTo(expected);
    }
  }

  @Test
  void aFailedWriteIsToldByTheNextCall() throws IOException {
    Files.createFile(temporary.resolve("checkpoints"));
    try (CheckpointWriter writer = writer()) {
      writer.submit(state(100));
      assertThatThrownBy(writer::await)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("step-00000100.checkpoint");
      writer.check();
    }
  }

  @Test
  void closingLetsAWriteEndEvenWhenInterrupted() throws IOException {
    try (CheckpointWriter writer = writer()) {
      writer.submit(state(100));
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(directory().read(100).step()).isEqualTo(100);
  }
}
