package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which rank reads which shards in an epoch. Every shard goes to exactly one rank; no two ranks
 * differ by more bytes than the largest shard has. Shards of similar size change places freely from
 * epoch to epoch.
 */
public final class ShardAssignment {
  private ShardAssignment() {}

  /**
   * Assigns shards to ranks.
   *
   * @param worldSize number of ranks
   * @return for each rank its shards in the order to read them
   * @throws InvalidInputException when there are fewer shards than ranks
   */
  public static List<List<Shard>> of(List<Shard> shards, int worldSize, long seed, long epoch) {
    if (shards.size() < worldSize) {
      throw new InvalidInputException(
          "%d shards for %d workers; expected at least one each (fewer workers, or prepare more"
              + " shards)",
          shards.size(), worldSize);
    }
    return spread(shards, worldSize, seed, epoch);
  }

  /** As {@link #of}, but ranks may be left without a shard. */
  static List<List<Shard>> spread(List<Shard> shards, int worldSize, long seed, long epoch) {
    Random random = Seed.random(Seed.Use.ASSIGNMENT, seed, epoch);
    List<Shard> queue = new ArrayList<>(shards);
    Collections.shuffle(queue, random);
    queue.sort(Comparator.comparingInt(ShardAssignment::sizeClass).reversed());
    List<Integer> ranks = new ArrayList<>(IntStream.range(0, worldSize).boxed().toList());
    Collections.shuffle(ranks, random);

    List<List<Shard>> assigned = new ArrayList<>();
    IntStream.range(0, worldSize).forEach(rank -> assigned.add(new ArrayList<>()));
    long[] bytes = new long[worldSize];
    for (Shard shard : queue) {
      int lightest = Collections.min(ranks, Comparator.comparingLong(rank -> bytes[rank]));
      assigned.get(lightest).add(shard);
      bytes[lightest] += shard.bytes();
    }
    assigned.forEach(own -> Collections.shuffle(own, random));
    return assigned;
  }

  /** Powers of two: large shards go first, which evens out the load; within a class, chance. */
  private static int sizeClass(Shard shard) {
    return Long.SIZE - Long.numberOfLeadingZeros(shard.bytes());
  }
}
