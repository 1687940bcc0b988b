package io.spnas.train;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Checks that all workers hold the same weights and thresholds, bit by bit. Each worker writes the
 * checksum of its own into its place of an array that is summed over the workers, so that all see
 * all checksums.
 */
final class ReplicaCheck {
  private static final int CHUNK = 1 << 14;

  private ReplicaCheck() {}

  /**
   * Compares this worker's parameters with all others'.
   *
   * @throws ReplicaDivergenceException on every worker, if they differ, with the ranks
   * @throws CollectiveException if another worker is lost
   */
  static void verify(AllReduce workers, long step, float[] parameters) throws CollectiveException {
    int world = workers.worldSize();
    int checksum = checksum(parameters);
    // Halves of a checksum are whole numbers below 2^16, which floats hold exactly.
    float[] halves = new float[2 * world];
    halves[2 * workers.rank()] = checksum >>> 16;
    halves[2 * workers.rank() + 1] = checksum & 0xFFFF;
    workers.sum(halves, halves.length);
    List<Integer> odd = odd(halves);
    if (!odd.isEmpty()) {
      throw new ReplicaDivergenceException(step, odd.stream().map(workers::name).toList(), world);
    }
  }

  /** Ranks outside the largest group of equal checksums; all ranks if no group is the largest. */
  private static List<Integer> odd(float[] halves) {
    Map<Integer, List<Integer>> groups =
        IntStream.range(0, halves.length / 2)
            .boxed()
            .collect(
                Collectors.groupingBy(r -> (int) halves[2 * r] << 16 | (int) halves[2 * r + 1]));
    int largest = groups.values().stream().mapToInt(List::size).max().orElseThrow();
    boolean tie = groups.values().stream().filter(group -> group.size() == largest).count() > 1;
    return groups.values().stream()
        .filter(group -> tie || group.size() < largest)
        .flatMap(List::stream)
        .sorted()
        .toList();
  }

  /** Checksum of values, bit by bit. */
  static int checksum(float[] values) {
    CRC32C crc = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i += CHUNK) {
      int length = Math.min(CHUNK, values.length - i);
      bytes.clear();
      bytes.asFloatBuffer().put(values, i, length);
      crc.update(bytes.limit(4 * length));
    }
    return (int) crc.getValue();
  }
}
