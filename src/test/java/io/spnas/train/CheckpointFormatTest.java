package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.train.Checkpoint.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckpointFormatTest {
  private static final Random RANDOM = new Random(7);
  private static final Origin ORIGIN = new Origin(3, 96, -5, "search.seed = -5\n# \u00fc \"x\"\n");

  private static float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) RANDOM.nextGaussian();
    }
    return values;
  }

  private static Checkpoint small() {
    return new Checkpoint(
        new TrainingState(
            3, values(9), values(9), values(9), values(9), values(2), values(2), values(1)),
        ORIGIN);
  }

  private static byte[] bytes(Checkpoint checkpoint) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFormat.write(out, checkpoint);
    return out.toByteArray();
  }

  private static Checkpoint read(byte[] bytes) throws IOException {
    return CheckpointFormat.read(new ByteArrayInputStream(bytes), "some.checkpoint");
  }

  @Test
  void returnsWhatWasWritten() throws IOException {
    TrainingState state =
        new TrainingState(
            1234,
            values(150_000),
            values(9),
            values(150_000),
            values(150_000),
            values(77),
            values(78),
            values(2));
    Checkpoint back = read(bytes(new Checkpoint(state, ORIGIN)));
    assertThat(back.step()).isEqualTo(1234);
    assertThat(back.origin()).isEqualTo(ORIGIN);
    assertThat(back.state().parameters()).isEqualTo(state.parameters());
    assertThat(back.state().averages()).isEqualTo(state.averages());
    assertThat(back.state().meanSquares()).isEqualTo(state.meanSquares());
    assertThat(back.state().velocities()).isEqualTo(state.velocities());
    assertThat(back.state().statistics()).isEqualTo(state.statistics());
    assertThat(back.state().averagedStatistics()).isEqualTo(state.averagedStatistics());
    assertThat(back.state().carried()).isEqualTo(state.carried());
  }

  @Test
  void headerTellsPeopleWhatItIs() throws IOException {
    String text = new String(bytes(small()), StandardCharsets.ISO_8859_1);
    assertThat(text)
        .contains("\"step\":3,\"images\":288,\"workers\":3,\"global_batch\":96,\"seed\":-5")
        .contains("\"configuration_sha256\":\"" + ORIGIN.configurationHash() + "\"");
  }

  @Test
  void refusesTruncationAtEveryByte() throws IOException {
    byte[] whole = bytes(small());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut to %d of %d bytes", length, whole.length)
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining("some.checkpoint");
    }
  }

  @Test
  void refusesEveryFlippedBit() throws IOException {
    byte[] whole = bytes(small());
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> read(flipped))
          .as("bit %d", bit)
          .isInstanceOf(CorruptCheckpointException.class)
          .hasMessageContaining("some.checkpoint");
    }
  }

  @Test
  void refusesBytesBehindTheEnd() throws IOException {
    byte[] whole = bytes(small());
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("bytes follow");
  }
}
