package io.spnas.collective;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A short message between neighbours.
 *
 * @param kind what it is
 * @param rank rank of the sender
 * @param worldSize number of ranks the sender knows of
 * @param text name of the ring, or why it failed
 */
record Message(Kind kind, int rank, int worldSize, String text) {
  private static final int LONGEST_TEXT = 4096;

  enum Kind {
    /** The first message of a connection; the text names the ring. */
    HELLO,
    /** The ring has failed; the text says why. */
    ABORT
  }

  ByteBuffer encode() {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, LONGEST_TEXT);
    return ByteBuffer.allocate(1 + 2 * Integer.BYTES + length)
        .put((byte) kind.ordinal())
        .putInt(rank)
        .putInt(worldSize)
        .put(bytes, 0, length)
        .flip();
  }

  /** Reads a message; null if the bytes are none. */
  static Message decode(ByteBuffer bytes) {
    int overhead = 1 + 2 * Integer.BYTES;
    if (bytes.remaining() < overhead || bytes.remaining() > overhead + LONGEST_TEXT) {
      return null;
    }
    int kind = bytes.get();
    if (kind < 0 || kind >= Kind.values().length) {
      return null;
    }
    int rank = bytes.getInt();
    int worldSize = bytes.getInt();
    byte[] text = new byte[bytes.remaining()];
    bytes.get(text);
    return new Message(
        Kind.values()[kind], rank, worldSize, new String(text, StandardCharsets.UTF_8));
  }
}
