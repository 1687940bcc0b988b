package io.spnas.train;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Checks that all workers hold the same weights and thresholds, bit by bit. Each worker writes the
 * checksum of its own into its place of an array that is summed over the workers, so that all see
 * all checksums.
 */
public final class ReplicaCheck {
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
    List<Integer> different = new ArrayList<>();
    for (int rank = 1; rank < world; rank++) {
      if (halves[2 * rank] != halves[0] || halves[2 * rank + 1] != halves[1]) {
        different.add(rank);
      }
    }
    if (!different.isEmpty()) {
      throw new ReplicaDivergenceException(step, different);
    }
  }

  /** Checksum of values, bit by bit. */
  public static int checksum(float[] values) {
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
