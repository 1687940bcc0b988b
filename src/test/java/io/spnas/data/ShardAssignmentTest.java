package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spnas.config.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShardAssignmentTest {
  @Test
  void everyShardOnceAndRanksBalancedByBytes() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      int worldSize = 1 + random.nextInt(8);
      int spread = 1 + random.nextInt(2_000_000);
      List<Shard> shards = shards(worldSize + random.nextInt(40), 1000, spread, trial);
      List<List<Shard>> assigned = ShardAssignment.of(shards, worldSize, 7, trial);
      assertThat(assigned).hasSize(worldSize).noneMatch(List::isEmpty);
      assertThat(assigned.stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(shards);
      long largest = shards.stream().mapToLong(Shard::bytes).max().orElseThrow();
      assertThat(bytes(assigned).max().orElseThrow() - bytes(assigned).min().orElseThrow())
          .isLessThanOrEqualTo(largest);
    }
  }

  @Test
  void imagenetsShardsSpreadToWithinTwoPercent() {
    List<Shard> shards = shards(1024, 130_000_000, 20_000_000, 1);
    for (int worldSize : new int[] {2, 8, 20}) {
      List<List<Shard>> assigned = ShardAssignment.of(shards, worldSize, 1, 0);
      double mean = bytes(assigned).average().orElseThrow();
      assertThat(bytes(assigned).max().orElseThrow()).isLessThan((long) (1.02 * mean));
    }
  }

  @Test
  void sameSeedAndEpochGiveTheSameAssignment() {
    List<Shard> shards = shards(50, 1000, 100, 1);
    assertThat(ShardAssignment.of(shards, 4, 9, 3)).isEqualTo(ShardAssignment.of(shards, 4, 9, 3));
  }

  @Test
  void epochsAndSeedsMixShardsAnew() {
    List<Shard> shards = shards(50, 1000, 100, 1);
    Set<Set<Shard>> groups = new HashSet<>();
    for (int epoch = 0; epoch < 10; epoch++) {
      groups.add(new HashSet<>(ShardAssignment.of(shards, 4, 9, epoch).get(0)));
      groups.add(new HashSet<>(ShardAssignment.of(shards, 4, 10, epoch).get(0)));
    }
    assertThat(groups).hasSize(20);
  }

  @Test
  void fewerShardsThanWorkersAreRefused() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ShardAssignment.of(shards(3, 10, 1, 1), 4, 1, 0))
        .withMessageContaining("3 shards for 4 workers");
  }

  private static LongStream bytes(List<List<Shard>> assigned) {
    return assigned.stream().mapToLong(own -> own.stream().mapToLong(Shard::bytes).sum());
  }

  private static List<Shard> shards(int count, int least, int spread, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> new Shard("s" + i, least + random.nextInt(spread), 1))
        .toList();
  }
}
