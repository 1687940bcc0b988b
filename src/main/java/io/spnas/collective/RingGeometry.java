package io.spnas.collective;

/**
 * Which floats travel when. The buffer is cut into W segments, each segment into {@code chunks()}
 * chunks. In step t rank r sends segment r - t and receives segment r - t - 1 (modulo W), for t = 0
 * to 2W - 3; chunk {@code i} of a pass is chunk {@code i % chunks()} of step {@code i / chunks()}.
 *
 * @param rank this rank
 * @param worldSize W
 * @param length floats in the buffer
 * @param chunkBytes largest chunk in bytes
 */
record RingGeometry(int rank, int worldSize, int length, int chunkBytes) {

  /** A run of floats in the buffer. */
  record Range(int from, int to) {
    int length() {
      return to - from;
    }

    int bytes() {
      return length() * Float.BYTES;
    }
  }

  /** Chunks a segment is cut into, at least 1 even if it is empty. */
  int chunks() {
    long longestSegment = ((long) length + worldSize - 1) / worldSize;
    return (int) Math.max(1, (longestSegment * Float.BYTES + chunkBytes - 1) / chunkBytes);
  }

  /** Chunks that a rank sends, and receives, in one all-reduce. */
  int total() {
    return 2 * (worldSize - 1) * chunks();
  }

  int step(int i) {
    return i / chunks();
  }

  int chunk(int i) {
    return i % chunks();
  }

  /** Whether the receiver adds chunk {@code i}; otherwise the chunk is a finished sum. */
  boolean adds(int i) {
    return step(i) < worldSize - 1;
  }

  /** Whether chunk {@code i}, once received, is sent on (as chunk {@code i + chunks()}). */
  boolean forwards(int i) {
    return i + chunks() < total();
  }

  Range sent(int i) {
    return range(Math.floorMod(rank - step(i), worldSize), chunk(i));
  }

  Range received(int i) {
    return range(Math.floorMod(rank - step(i) - 1, worldSize), chunk(i));
  }

  private Range range(int segment, int chunk) {
    long start = (long) segment * length / worldSize;
    long floats = (segment + 1L) * length / worldSize - start;
    return new Range(
        (int) (start + chunk * floats / chunks()), (int) (start + (chunk + 1) * floats / chunks()));
  }
}
