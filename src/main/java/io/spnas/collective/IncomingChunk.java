package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.spnas.collective.RingGeometry.Range;
import io.spnas.collective.RingMessage.Chunk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/** The floats of one chunk on their way into the sums, as the pieces arrive. */
final class IncomingChunk {
  private final Optional<RingPass> pass;
  private final RingSums sums;
  private final Range range;
  private final boolean adds;
  private final ByteBuffer split = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private int next;

  private IncomingChunk(Optional<RingPass> pass, RingSums sums, Range range, boolean adds) {
    this.pass = pass;
    this.sums = sums;
    this.range = range;
    this.adds = adds;
    this.next = range.from();
  }

  /** A chunk that is added to a range of the pass's sums, or else replaces it. */
  static IncomingChunk into(RingPass pass, Range range, boolean adds) {
    return new IncomingChunk(Optional.of(pass), pass.sums(), range, adds);
  }

  /** A chunk that nobody wants any more. */
  static IncomingChunk unwanted(Chunk header) {
    Range range = new Range(0, header.bytes() / Float.BYTES);
    return new IncomingChunk(Optional.empty(), RingSums.released(), range, false);
  }

  boolean belongsTo(RingPass other) {
    return pass.filter(p -> p == other).isPresent();
  }

  boolean isComplete() {
    return next == range.to();
  }

  /** Takes what belongs to this chunk; a float may be split between two pieces. */
  void accept(ByteBuf in) {
    while (split.position() > 0 && in.isReadable()) {
      takeSplit(in);
    }
    int count = Math.min(in.readableBytes() / Float.BYTES, range.to() - next);
    if (count > 0) {
      put(in.nioBuffer(in.readerIndex(), count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN));
      in.skipBytes(count * Float.BYTES);
    }
    while (!isComplete() && in.isReadable()) {
      takeSplit(in);
    }
  }

  private void takeSplit(ByteBuf in) {
    split.put(in.readByte());
    if (!split.hasRemaining()) {
      put(split.flip());
      split.clear();
    }
  }

  private void put(ByteBuffer bytes) {
    FloatBuffer floats = bytes.asFloatBuffer();
    int from = next;
    next += floats.remaining();
    if (adds) {
      sums.add(from, floats);
    } else {
      sums.replace(from, floats);
    }
  }
}
