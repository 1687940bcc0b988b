package io.spnas.collective;

import java.nio.ByteBuffer;

/**
 * What goes ahead of a chunk, so that a rank that is out of step is noticed before its numbers are
 * added.
 *
 * @param sequence number of the all-reduce, from 0
 * @param length length of the whole array
 * @param step step within the all-reduce
 * @param index number of the chunk within its segment
 * @param floats number of values in the chunk
 */
record ChunkHeader(long sequence, int length, int step, int index, int floats) {
  static final int BYTES = Long.BYTES + 4 * Integer.BYTES;

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(sequence).putInt(length).putInt(step).putInt(index).putInt(floats);
    return bytes.flip();
  }

  /** Reads a header; null if the bytes are none. */
  static ChunkHeader decode(ByteBuffer bytes) {
    if (bytes.remaining() != BYTES) {
      return null;
    }
    return new ChunkHeader(
        bytes.getLong(), bytes.getInt(), bytes.getInt(), bytes.getInt(), bytes.getInt());
  }
}
