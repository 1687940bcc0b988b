package io.spnas.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.engine.Slices;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightAveragesTest {
  private static final double DECAY = 0.9999;

  private static float weight(long step, int i) {
    return (float) Math.sin(0.01 * step + i);
  }

  private static float[] weights(long step, int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = weight(step, i);
    }
    return weights;
  }

  @Test
  void followsTheDefinitionInDoublePrecision() {
    float[] initial = weights(-1, 5);
    WeightAverages averages = new WeightAverages(DECAY, initial, Slices.WHOLE);
    double[] expected = new double[5];
    for (int i = 0; i < 5; i++) {
      expected[i] = initial[i];
    }
    for (long step = 0; step < 2000; step++) {
      double kept = Math.min(DECAY, (1.0 + step) / (10.0 + step));
      averages.update(weights(step, 5), step);
      for (int i = 0; i < 5; i++) {
        expected[i] = kept * expected[i] + (1 - kept) * weight(step, i);
      }
    }
    for (int i = 0; i < 5; i++) {
      assertThat((double) averages.values()[i]).isCloseTo(expected[i], Offset.offset(1e-5));
    }
  }

  @Test
  void threadsChangeNoBit() {
    Slices three =
        (length, loop) -> {
          loop.run(0, length / 3);
          loop.run(length / 3, length / 2);
          loop.run(length / 2, length);
        };
    WeightAverages whole = new WeightAverages(DECAY, weights(-1, 1001), Slices.WHOLE);
    WeightAverages sliced = new WeightAverages(DECAY, weights(-1, 1001), three);
    for (long step = 0; step < 50; step++) {
      whole.update(weights(step, 1001), step);
      sliced.update(weights(step, 1001), step);
    }
    assertThat(sliced.values()).isEqualTo(whole.values());
  }
}
