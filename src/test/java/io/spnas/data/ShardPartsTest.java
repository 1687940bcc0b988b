package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardPartsTest {
  private static ShardDirectory shards(long... records) {
    return new ShardDirectory(
        "/data",
        "train",
        IntStream.range(0, records.length)
            .mapToObj(i -> new Shard("/data/" + i, 1 + i, records[i]))
            .toList(),
        10);
  }

  private static ShardDirectory equal(int count) {
    return shards(IntStream.range(0, count).mapToLong(i -> 100).toArray());
  }

  private static long records(ShardDirectory part) {
    return part.shards().stream().mapToLong(Shard::records).sum();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.01, 1",
    "2, 0.99, 1",
    "3, 0.2, 1",
    "4, 0.2, 1",
    "4, 0.5, 2",
    "10, 0.2, 2",
    "20, 0.2, 4",
    "1024, 0.2, 205",
    "10, 0.95, 9"
  })
  void asManyEqualShardsAsTheShareSaysAndOneAtLeastOfEach(int count, double share, int expected) {
    ShardParts parts = ShardParts.of(equal(count), share);
    assertThat(parts.heldBack().shards()).hasSize(expected);
    assertThat(parts.kept().shards()).hasSize(count - expected);
  }

  @Test
  void everyShardIsInOnePartAndTheShareIsOneOfImages() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      ShardDirectory whole = shards(random.longs(2 + random.nextInt(60), 1, 1000).toArray());
      double share = 0.05 + 0.9 * random.nextDouble();
      ShardParts parts = ShardParts.of(whole, share);
      List<Shard> both = new ArrayList<>(parts.kept().shards());
      both.addAll(parts.heldBack().shards());
      assertThat(both).containsExactlyInAnyOrderElementsOf(whole.shards());
      assertThat(parts.kept().shards()).isNotEmpty();
      assertThat(parts.heldBack().shards()).isNotEmpty();
      assertThat((double) records(parts.heldBack()))
          .as("off by a shard at most, of %s at %s", whole, share)
          .isEqualTo(share * records(whole), within(1000.0));
      assertThat(parts.kept().classes()).isEqualTo(10);
    }
  }

  @Test
  void heldBackShardsAreSpreadOverTheSplit() {
    List<String> paths =
        ShardParts.of(equal(20), 0.2).heldBack().shards().stream().map(Shard::path).toList();
    assertThat(paths).containsExactly("/data/2", "/data/7", "/data/12", "/data/17");
  }

  @Test
  void bytesCountWhereNoManifestTellsOfRecords() {
    List<Shard> shards =
        IntStream.of(10, 10, 80, 10, 10)
            .mapToObj(bytes -> new Shard("/" + bytes, bytes, Shard.UNKNOWN_RECORDS))
            .toList();
    ShardDirectory whole =
        new ShardDirectory("/data", "train", shards, ShardDirectory.UNKNOWN_CLASSES);
    ShardParts parts = ShardParts.of(whole, 0.1);
    assertThat(parts.heldBack().shards()).extracting(Shard::bytes).containsExactly(10L);
  }

  @Test
  void nothingIsHeldBackOfAWhole() {
    ShardParts parts = ShardParts.whole(equal(3));
    assertThat(parts.kept()).isEqualTo(equal(3));
    assertThat(parts.heldBack().shards()).isEmpty();
  }

  @Test
  void oneShardCantBeParted() {
    assertThatThrownBy(() -> ShardParts.of(equal(1), 0.2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("strategy.held-back = 0.2", "1 shard", "/data", "at least 2");
  }
}
