package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingSumTest {
  private static final RingSettings SETTINGS = RingSettings.of("sum", Duration.ofSeconds(20));
  private static final int SMALL_CHUNK_BYTES = 256;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void isTheSumInRingOrderBitForBit(int worldSize) throws Exception {
    RingSettings settings = SETTINGS.withChunkBytes(SMALL_CHUNK_BYTES);
    try (RingCluster cluster = RingCluster.open(worldSize, settings)) {
      for (int length : new int[] {0, 1, worldSize - 1, worldSize, 63, 64, 65, 1001, 20_000}) {
        assertSums(cluster, random(worldSize, length, length));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, NIO", "3, NIO", "2, EPOLL", "4, EPOLL"})
  void isRightForMebibytes(int worldSize, String ioMode) throws Exception {
    RingSettings settings = SETTINGS.withTransport(Map.of("spark.ring.io.mode", ioMode));
    try (RingCluster cluster = RingCluster.open(worldSize, settings)) {
      assertSums(cluster, random(worldSize, 1_500_007, 1));
    }
  }

  @Test
  void isWithinFp32RoundingOfTheDoublePrecisionSum() throws Exception {
    int worldSize = 4;
    int length = 10_000;
    List<float[]> inputs = random(worldSize, length, 3);
    List<float[]> buffers = copies(inputs);
    try (RingCluster cluster = RingCluster.open(worldSize, SETTINGS)) {
      cluster.sum(buffers);
    }
    for (int i = 0; i < length; i++) {
      int at = i;
      double sum = inputs.stream().mapToDouble(x -> x[at]).sum();
      double size = inputs.stream().mapToDouble(x -> Math.abs(x[at])).sum();
      assertThat((double) buffers.get(0)[i])
          .isCloseTo(sum, within((worldSize - 1) * Math.ulp(1f) * size));
    }
  }

  @Test
  void hasTheSameBitsInEveryRunAndEveryRing() throws Exception {
    List<float[]> inputs = random(3, 100_003, 5);
    List<int[]> results = new ArrayList<>();
    for (int ring = 0; ring < 2; ring++) {
      try (RingCluster cluster = RingCluster.open(3, SETTINGS.withChunkBytes(4096))) {
        for (int run = 0; run < 5; run++) {
          List<float[]> buffers = copies(inputs);
          cluster.sum(buffers);
          buffers.forEach(buffer -> results.add(bits(buffer)));
        }
      }
    }
    assertThat(results).allSatisfy(bits -> assertThat(bits).isEqualTo(results.get(0)));
  }

  @Test
  void handsOnInfinitiesAndNotANumbers() throws Exception {
    List<float[]> buffers =
        List.of(
            new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.MAX_VALUE, -0f},
            new float[] {Float.NEGATIVE_INFINITY, 1, Float.MAX_VALUE, -0f});
    assertSumsAfter(buffers, new float[] {Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, -0f});
  }

  @Test
  void namesRanksByTheirAddresses() throws Exception {
    try (RingCluster cluster = RingCluster.open(2, SETTINGS)) {
      for (int rank = 0; rank < 2; rank++) {
        assertThat(cluster.ring(1 - rank).name(rank)).isEqualTo(cluster.name(rank));
      }
      assertThatThrownBy(() -> cluster.ring(0).name(2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static void assertSumsAfter(List<float[]> buffers, float[] expected) throws Exception {
    try (RingCluster cluster = RingCluster.open(buffers.size(), SETTINGS)) {
      cluster.sum(buffers);
      assertThat(buffers).allSatisfy(buffer -> assertThat(buffer).isEqualTo(expected));
    }
  }

  @Test
  void leavesTheRestOfALongerBufferAlone() throws Exception {
    float[] ones = {1, 1, 1, 1, 1};
    float[] twos = {2, 2, 2, 2, 2};
    try (RingCluster cluster = RingCluster.open(2, SETTINGS)) {
      CompletableFuture<Void> other =
          RingCluster.start(
              () -> {
                cluster.ring(1).sum(twos, 3);
                return null;
              });
      cluster.ring(0).sum(ones, 3);
      other.get();
    }
    assertThat(ones).containsExactly(3, 3, 3, 1, 1);
    assertThat(twos).containsExactly(3, 3, 3, 2, 2);
  }

  @Test
  void staysInStepOverManyRoundsWithRandomDelays() throws Exception {
    int worldSize = 3;
    int rounds = 300;
    Random lengths = new Random(11);
    int[] length = IntStream.range(0, rounds).map(r -> lengths.nextInt(3000)).toArray();
    try (RingCluster cluster =
        RingCluster.open(worldSize, SETTINGS.withChunkBytes(SMALL_CHUNK_BYTES))) {
      List<CompletableFuture<Integer>> ranks = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        int self = rank;
        ranks.add(RingCluster.start(() -> roundsInStep(cluster.ring(self), length)));
      }
      for (var rank : ranks) {
        assertThat(rank.get()).isEqualTo(rounds);
      }
    }
  }

  /** Every rank gives rank + round + index: whole numbers, so the sum is exact. */
  private static int roundsInStep(RingAllReduce ring, int[] length) throws Exception {
    Random delays = new Random(ring.rank());
    int worldSize = ring.worldSize();
    for (int round = 0; round < length.length; round++) {
      float[] buffer = new float[length[round]];
      for (int i = 0; i < buffer.length; i++) {
        buffer[i] = ring.rank() + round + i;
      }
      if (delays.nextInt(4) == 0) {
        Thread.sleep(delays.nextInt(4));
      }
      ring.sum(buffer, buffer.length);
      float[] expected = new float[length[round]];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = worldSize * (worldSize - 1) / 2 + worldSize * (round + i);
      }
      assertThat(buffer).as("round %d", round).isEqualTo(expected);
    }
    return length.length;
  }

  private static void assertSums(RingCluster cluster, List<float[]> inputs) throws Exception {
    List<float[]> buffers = copies(inputs);
    int[] expected = bits(ringOrderSum(inputs));
    cluster.sum(buffers);
    assertThat(buffers).allSatisfy(buffer -> assertThat(bits(buffer)).isEqualTo(expected));
  }

  /** Segment g starts at rank g and is added up along the ring. */
  private static float[] ringOrderSum(List<float[]> inputs) {
    int worldSize = inputs.size();
    long length = inputs.get(0).length;
    float[] sum = new float[(int) length];
    for (int g = 0; g < worldSize; g++) {
      for (int i = (int) (g * length / worldSize); i < (g + 1) * length / worldSize; i++) {
        sum[i] = inputs.get(g)[i];
        for (int k = 1; k < worldSize; k++) {
          sum[i] += inputs.get((g + k) % worldSize)[i];
        }
      }
    }
    return sum;
  }

  private static List<float[]> random(int worldSize, int length, long seed) {
    Random random = new Random(seed);
    List<float[]> buffers = new ArrayList<>();
    for (int rank = 0; rank < worldSize; rank++) {
      float[] buffer = new float[length];
      for (int i = 0; i < length; i++) {
        buffer[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(6) - 3));
      }
      buffers.add(buffer);
    }
    return buffers;
  }

  private static List<float[]> copies(List<float[]> buffers) {
    return buffers.stream().map(float[]::clone).toList();
  }

  private static int[] bits(float[] floats) {
    return IntStream.range(0, floats.length).map(i -> Float.floatToRawIntBits(floats[i])).toArray();
  }
}
