package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.spnas.collective.RingGeometry.Range;
import io.spnas.collective.RingMessage.Chunk;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * How far one all-reduce is on one rank. Not thread-safe; its ring guards it. The {@link RingSums}
 * guard themselves.
 *
 * <p>Chunks go out straight from the sums. A chunk there isn't changed again before the right
 * neighbour has it: what replaces it is a sum that the neighbour's share is already part of.
 */
final class RingPass {
  private final RingGeometry geometry;
  private final long sequence;
  private final RingSums sums;

  private boolean leftBegun;
  private boolean rightBegun;
  private int received;
  private int sent;
  private boolean taken;

  RingPass(RingGeometry geometry, long sequence, RingSums sums) {
    this.geometry = geometry;
    this.sequence = sequence;
    this.sums = sums;
  }

  /** A chunk to be copied out of the sums. */
  record Outgoing(Chunk header, Range range, RingSums sums) {
    /** Writes the chunk's frame. False if the sums have been given back to the caller. */
    boolean write(ByteBuf frame) {
      RingFrame.putMessage(frame, header);
      int start = frame.writerIndex();
      frame.writerIndex(start + range.bytes());
      FloatBuffer floats =
          frame.nioBuffer(start, range.bytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      RingFrame.putEnd(frame);
      return sums.copy(range.from(), floats);
    }
  }

  int length() {
    return geometry.length();
  }

  long sequence() {
    return sequence;
  }

  RingSums sums() {
    return sums;
  }

  void leftHasBegun() {
    leftBegun = true;
  }

  void rightHasBegun() {
    rightBegun = true;
  }

  boolean isLeftBegun() {
    return leftBegun;
  }

  boolean isRightBegun() {
    return rightBegun;
  }

  boolean needsLeft() {
    return !leftBegun || received < geometry.total();
  }

  boolean needsRight() {
    return !rightBegun || !taken;
  }

  boolean isDone() {
    return !needsLeft() && !needsRight();
  }

  /** The next chunk that is complete here and welcome on the right, which then counts as sent. */
  Optional<Outgoing> takeToSend(long ringId) {
    if (!rightBegun || sent == Math.min(geometry.total(), geometry.chunks() + received)) {
      return Optional.empty();
    }
    Range range = geometry.sent(sent);
    return Optional.of(new Outgoing(header(ringId, sent++, range), range, sums));
  }

  /** The right neighbour says that it has all chunks. False if it can't. */
  boolean take() {
    taken = sent == geometry.total();
    return taken;
  }

  /** Header of the chunk that has to come next; empty if none has to. */
  Optional<Chunk> expected(long ringId) {
    return leftBegun && received < geometry.total()
        ? Optional.of(header(ringId, received, geometry.received(received)))
        : Optional.empty();
  }

  private Chunk header(long ringId, int i, Range range) {
    return new Chunk(ringId, sequence, geometry.step(i), geometry.chunk(i), range.bytes());
  }

  /** The expected chunk, to be filled in. */
  IncomingChunk incoming() {
    return IncomingChunk.into(this, geometry.received(received), geometry.adds(received));
  }

  /** The expected chunk has been filled in. */
  void completeChunk() {
    received++;
  }

  /** The chunk that the left neighbour has to send next. */
  String nextReceived() {
    return describe(received);
  }

  /** The chunk that the right neighbour has to take next. */
  String nextSent() {
    return describe(Math.min(sent, geometry.total() - 1));
  }

  private String describe(int i) {
    return "chunk " + geometry.chunk(i) + " of step " + geometry.step(i);
  }
}
