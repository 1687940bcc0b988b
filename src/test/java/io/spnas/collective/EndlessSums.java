package io.spnas.collective;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** All ranks of a ring sum again and again, until told to stop, and look at every float. */
final class EndlessSums {
  private final RingCluster cluster;
  private final int worldSize;
  private final int length;
  private final AtomicInteger rounds = new AtomicInteger();
  private final List<CompletableFuture<Integer>> ranks;
  private volatile boolean stop;

  EndlessSums(RingCluster cluster, int worldSize, int length) {
    this.cluster = cluster;
    this.worldSize = worldSize;
    this.length = length;
    this.ranks =
        IntStream.range(0, worldSize)
            .mapToObj(rank -> RingCluster.start(() -> sumTillTheEnd(rank)))
            .toList();
  }

  /** Rounds that have come out right so far. */
  int rounds() {
    return rounds.get();
  }

  /** Whether a rank has failed. */
  boolean hasFailed() {
    return ranks.stream().anyMatch(CompletableFuture::isDone);
  }

  /**
   * Ends all ranks after the same round.
   *
   * @throws Exception the failure of a rank
   */
  void stop() throws Exception {
    stop = true;
    for (CompletableFuture<Integer> rank : ranks) {
      int summed = rank.get();
      if (summed != ranks.get(0).get()) {
        throw new AssertionError(summed + " rounds on one rank, expected " + ranks.get(0).get());
      }
    }
  }

  /** Rounds until one of the ranks sees the stop and tells the others by its first float. */
  private int sumTillTheEnd(int rank) throws CollectiveException {
    float[] buffer = new float[length];
    float[] expected = new float[length];
    int round = 0;
    for (boolean last = false; !last; round++) {
      fill(buffer, round, rank, rank + 1);
      buffer[0] = stop ? 1 : 0;
      cluster.ring(rank).sum(buffer, length);
      last = buffer[0] > 0;
      fill(expected, round, 0, worldSize);
      expected[0] = buffer[0];
      if (!Arrays.equals(buffer, expected)) {
        int wrong = Arrays.mismatch(buffer, expected);
        throw new AssertionError(
            String.format(
                "Round %d on rank %d: float %d is %s, expected %s",
                round, rank, wrong, buffer[wrong], expected[wrong]));
      }
      rounds.accumulateAndGet(round, Math::max);
    }
    return round;
  }

  /** The sum over some ranks' values: whole numbers, whose order doesn't matter. */
  private static void fill(float[] floats, int round, int fromRank, int toRank) {
    for (int i = 0; i < floats.length; i++) {
      int sum = 0;
      for (int rank = fromRank; rank < toRank; rank++) {
        sum += (i * 31 + round * 17 + rank * 7919) % 10_007;
      }
      floats[i] = sum;
    }
  }
}
