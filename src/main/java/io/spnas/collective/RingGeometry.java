package io.spnas.collective;

/**
 * Which part of the array travels when. In step t of 2 (W - 1) a rank sends segment (rank - t) and
 * receives segment (rank - t - 1), both modulo W; in the first W - 1 steps what arrives is added.
 *
 * @param rank this rank
 * @param worldSize W
 * @param length length of the array
 * @param chunk most floats of a chunk
 */
record RingGeometry(int rank, int worldSize, int length, int chunk) {

  int steps() {
    return 2 * (worldSize - 1);
  }

  boolean adds(int step) {
    return step < worldSize - 1;
  }

  int sent(int step) {
    return Math.floorMod(rank - step, worldSize);
  }

  int received(int step) {
    return Math.floorMod(rank - step - 1, worldSize);
  }

  /** First index of a segment; that of segment W is the length of the array. */
  int start(int segment) {
    return (int) ((long) length * segment / worldSize);
  }

  int chunks(int segment) {
    return (start(segment + 1) - start(segment) + chunk - 1) / chunk;
  }

  int chunkStart(int segment, int index) {
    return start(segment) + index * chunk;
  }

  int chunkLength(int segment, int index) {
    return Math.min(chunk, start(segment + 1) - chunkStart(segment, index));
  }
}
