package io.spnas.nas;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.engine.Slices;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  private static final int GRADIENTS = 5003;
  private static final int STATISTICS = 111;

  @ParameterizedTest(name = "{0} workers, {1} slices")
  @CsvSource({"1, 1", "2, 1", "3, 1", "3, 2", "7, 5"})
  void averagesMeansAndLeavesSums(int workers, int slices) {
    Slices cut =
        (length, loop) ->
            IntStream.range(0, slices)
                .parallel()
                .forEach(s -> loop.run(length * s / slices, length * (s + 1) / slices));
    Exchange exchange = new Exchange(GRADIENTS, STATISTICS, cut);
    float[] values = exchange.values();
    Random random = new Random(workers);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    exchange.lossSums(12, 3, 8);
    float[] expected = values.clone();
    float share = 1f / workers;
    for (int i = 0; i < GRADIENTS + STATISTICS; i++) {
      expected[i] *= share;
    }

    exchange.average(workers);

    assertThat(bits(values)).isEqualTo(bits(expected));
    assertThat(exchange.crossEntropy()).isEqualTo(1.5);
    assertThat(exchange.images()).isEqualTo(8);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
