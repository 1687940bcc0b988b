package io.spnas.spark.prepare;

import java.util.Random;
import java.util.stream.IntStream;

/** Deals records out over shards: shuffled by a seed, no shard more than one record ahead. */
final class ShuffledOrder {
  private final int[] order;

  ShuffledOrder(int records, long seed) {
    order = IntStream.range(0, records).toArray();
    Random random = new Random(seed);
    for (int i = records - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }

  /** Numbers of the records of one shard, in order. */
  int[] shard(int index, int shards) {
    return IntStream.iterate(index, i -> i < order.length, i -> i + shards)
        .map(i -> order[i])
        .toArray();
  }
}
