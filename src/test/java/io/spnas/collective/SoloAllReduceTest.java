package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SoloAllReduceTest {

  @Test
  void aBufferIsItsOwnSum() {
    float[] buffer = {1, -2, Float.NaN};
    try (SoloAllReduce solo = new SoloAllReduce()) {
      solo.sum(buffer, buffer.length);
      assertThat(buffer).containsExactly(1, -2, Float.NaN);
      assertThat(solo.worldSize()).isEqualTo(1);
      assertThat(solo.rank()).isZero();
      assertThat(solo.name(0)).isEqualTo("rank 0");
    }
  }

  @Test
  void aLengthBeyondTheBufferIsRefused() {
    assertThatThrownBy(() -> new SoloAllReduce().sum(new float[3], 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
