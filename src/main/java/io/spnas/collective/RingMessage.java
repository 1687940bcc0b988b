package io.spnas.collective;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What ranks say to each other, besides the floats. Encoded big-endian: magic, kind, ring id, then
 * the kind's own fields.
 */
sealed interface RingMessage {
  int MAGIC = 0x53504e02;
  int PREFIX_BYTES = 4 + 1 + 8;
  int MAX_TEXT_BYTES = 2000;

  /** Longest encoded message. */
  int MAX_BYTES = PREFIX_BYTES + 4 + 4 + MAX_TEXT_BYTES;

  /** The ring the sender belongs to, {@link RingMembers#ringId}. */
  long ringId();

  /** To the right neighbour, once: "let me in". Answered by "" or the reason of a refusal. */
  record Hello(long ringId, int worldSize, int sender, int receiver) implements RingMessage {}

  /** To the right neighbour: all-reduce {@code sequence} has begun here. */
  record Begin(long ringId, long sequence, int length) implements RingMessage {}

  /** To the left neighbour, who has said 'begin': begun here too, chunks are welcome. */
  record Begun(long ringId, long sequence) implements RingMessage {}

  /** Heads a chunk of floats to the right neighbour. */
  record Chunk(long ringId, long sequence, int step, int chunk, int bytes) implements RingMessage {
    @Override
    public String toString() {
      return String.format(
          "all-reduce %d, step %d, chunk %d of %d bytes", sequence, step, chunk, bytes);
    }
  }

  /** To the left neighbour: all its chunks of the all-reduce have arrived. */
  record Taken(long ringId, long sequence) implements RingMessage {}

  /** To a neighbour that is waited for: "are you there?" Answered by 'alive'. */
  record Ask(long ringId) implements RingMessage {}

  /** Answers 'ask'; {@code waiting} tells whether this rank waits in an all-reduce itself. */
  record Alive(long ringId, boolean waiting) implements RingMessage {}

  /** To both neighbours, unanswered: the ring is lost, as {@code reporter} found out. */
  record Abort(long ringId, int reporter, int failedRank, String reason) implements RingMessage {}

  /** To both neighbours, unanswered: the sender leaves in peace. */
  record Goodbye(long ringId) implements RingMessage {}

  /** The encoded message, ready to be read. */
  default ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(this instanceof Abort ? MAX_BYTES : PREFIX_BYTES + 20);
    out.putInt(MAGIC);
    if (this instanceof Hello m) {
      prefix(out, 'H').putInt(m.worldSize).putInt(m.sender).putInt(m.receiver);
    } else if (this instanceof Begin m) {
      prefix(out, 'B').putLong(m.sequence).putInt(m.length);
    } else if (this instanceof Begun m) {
      prefix(out, 'b').putLong(m.sequence);
    } else if (this instanceof Chunk m) {
      prefix(out, 'C').putLong(m.sequence).putInt(m.step).putInt(m.chunk).putInt(m.bytes);
    } else if (this instanceof Taken m) {
      prefix(out, 'T').putLong(m.sequence);
    } else if (this instanceof Ask) {
      prefix(out, '?');
    } else if (this instanceof Alive m) {
      prefix(out, m.waiting ? 'w' : 'i');
    } else if (this instanceof Abort m) {
      byte[] text = m.reason.getBytes(StandardCharsets.UTF_8);
      prefix(out, 'A').putInt(m.reporter).putInt(m.failedRank);
      out.put(text, 0, Math.min(text.length, MAX_TEXT_BYTES));
    } else {
      prefix(out, 'G');
    }
    return out.flip();
  }

  private ByteBuffer prefix(ByteBuffer out, char kind) {
    return out.put((byte) kind).putLong(ringId());
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if the bytes are no message of a ring
   */
  static RingMessage decode(ByteBuffer in) {
    int size = in.remaining();
    try {
      if (in.getInt() == MAGIC) {
        RingMessage message = decode(in.get(), in.getLong(), in);
        if (message != null && !in.hasRemaining()) {
          return message;
        }
      }
    } catch (BufferUnderflowException e) {
      // Too short: refused below.
    }
    throw new IllegalArgumentException("Not a message of a ring: " + size + " bytes");
  }

  private static RingMessage decode(byte kind, long ringId, ByteBuffer in) {
    return switch (kind) {
      case 'H' -> new Hello(ringId, in.getInt(), in.getInt(), in.getInt());
      case 'B' -> new Begin(ringId, in.getLong(), in.getInt());
      case 'b' -> new Begun(ringId, in.getLong());
      case 'C' -> new Chunk(ringId, in.getLong(), in.getInt(), in.getInt(), in.getInt());
      case 'T' -> new Taken(ringId, in.getLong());
      case '?' -> new Ask(ringId);
      case 'w' -> new Alive(ringId, true);
      case 'i' -> new Alive(ringId, false);
      case 'A' -> new Abort(ringId, in.getInt(), in.getInt(), text(in));
      case 'G' -> new Goodbye(ringId);
      default -> null;
    };
  }

  /** The rest of the bytes as one line of text. */
  static String text(ByteBuffer in) {
    return StandardCharsets.UTF_8.decode(in).toString().replaceAll("\\p{Cntrl}+", " ");
  }
}
