package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spnas.collective.RingMessage.Chunk;
import java.nio.ByteBuffer;

/**
 * How messages follow each other on a connection between neighbours: a message's length (4 bytes,
 * big-endian) and the message. After a chunk's header come its floats, little-endian, and an end
 * mark, by which a byte too few or too many is found out.
 */
final class RingFrame {
  static final int LENGTH_BYTES = Integer.BYTES;
  static final int END_BYTES = Integer.BYTES;
  static final int END_OF_CHUNK = 0x454e4421;

  /** Bytes of a chunk's frame that are no floats. */
  static final int CHUNK_OVERHEAD =
      LENGTH_BYTES + new Chunk(0, 0, 0, 0, 0).encode().remaining() + END_BYTES;

  private RingFrame() {}

  /** A message that is no chunk's header. */
  static ByteBuf of(RingMessage message) {
    ByteBuf frame = Unpooled.buffer(LENGTH_BYTES + RingMessage.MAX_BYTES);
    putMessage(frame, message);
    return frame;
  }

  static void putMessage(ByteBuf frame, RingMessage message) {
    ByteBuffer encoded = message.encode();
    frame.writeInt(encoded.remaining()).writeBytes(encoded);
  }

  static void putEnd(ByteBuf frame) {
    frame.writeInt(END_OF_CHUNK);
  }
}
