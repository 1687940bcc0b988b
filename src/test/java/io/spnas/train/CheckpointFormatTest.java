package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CheckpointFormatTest {
  private static final Random RANDOM = new Random(7);

  private static float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) RANDOM.nextGaussian();
    }
    return values;
  }

  private static byte[] bytes(SearchState state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFormat.write(out, state);
    return out.toByteArray();
  }

  private static SearchState read(byte[] bytes) throws IOException {
    return CheckpointFormat.read(new ByteArrayInputStream(bytes), "some.checkpoint");
  }

  @Test
  void returnsWhatWasWritten() throws IOException {
    SearchState state =
        new SearchState(1234, values(40_000), values(40_000), values(40_000), values(77));
    SearchState back = read(bytes(state));
    assertThat(back.step()).isEqualTo(1234);
    assertThat(back.parameters()).isEqualTo(state.parameters());
    assertThat(back.meanSquares()).isEqualTo(state.meanSquares());
    assertThat(back.velocities()).isEqualTo(state.velocities());
    assertThat(back.statistics()).isEqualTo(state.statistics());
  }

  @Test
  void refusesTruncationAtEveryByte() throws IOException {
    byte[] whole = bytes(new SearchState(3, values(9), values(9), values(9), values(2)));
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
    byte[] whole = bytes(new SearchState(3, values(9), values(9), values(9), values(2)));
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
    byte[] whole = bytes(new SearchState(3, values(9), values(9), values(9), values(2)));
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(CorruptCheckpointException.class)
        .hasMessageContaining("bytes follow");
  }
}
