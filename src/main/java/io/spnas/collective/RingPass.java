package io.spnas.collective;

import io.spnas.collective.RingGeometry.Range;
import io.spnas.collective.RingMessage.Chunk;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * The data of one all-reduce on one rank: how far it is, and the adding. Not thread-safe; its ring
 * guards it.
 *
 * <p>Received bytes are put where they belong in {@code staging}, a direct buffer as long as the
 * sums, and combined with the sums from there. What goes out is always read from {@code staging}. A
 * chunk there isn't written again before the right neighbour has it: what overwrites it is a sum
 * that the neighbour's share is already part of.
 */
final class RingPass {
  private static final int BLOCK_FLOATS = 4096;

  private final RingGeometry geometry;
  private final long sequence;
  private final float[] sums;
  private final ByteBuffer staging;
  private final FloatBuffer stagedFloats;
  private final float[] block = new float[BLOCK_FLOATS];

  private boolean leftBegun;
  private boolean rightBegun;
  private int received;
  private int sent;
  private int acknowledged;
  // Within the chunk being received.
  private int stagedBytes;
  private int combinedFloats;

  /**
   * @param sums [geometry.length or more]
   * @param staging direct, little-endian, 4 * geometry.length bytes or more
   */
  RingPass(RingGeometry geometry, long sequence, float[] sums, ByteBuffer staging) {
    this.geometry = geometry;
    this.sequence = sequence;
    this.sums = sums;
    this.staging = staging;
    this.stagedFloats = staging.asFloatBuffer();
  }

  int length() {
    return geometry.length();
  }

  long sequence() {
    return sequence;
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
    return !rightBegun || acknowledged < geometry.total();
  }

  boolean isDone() {
    return !needsLeft() && !needsRight();
  }

  /** Whether the next chunk to send is complete here and welcome on the right. */
  boolean canSend() {
    return rightBegun && sent < Math.min(geometry.total(), geometry.chunks() + received);
  }

  /** Header of the next chunk to send. */
  Chunk headerToSend(long ringId) {
    return header(ringId, sent, geometry.sent(sent).bytes());
  }

  /** Bytes of the next chunk to send, which then counts as sent. */
  ByteBuffer takeToSend() {
    boolean ownFloats = geometry.step(sent) == 0;
    Range range = geometry.sent(sent++);
    if (ownFloats) {
      stagedFloats.put(range.from(), sums, range.from(), range.length());
    }
    return staging.slice(range.from() * Float.BYTES, range.bytes());
  }

  void acknowledge() {
    acknowledged++;
  }

  /** Header of the chunk that has to come next; null if none has to. */
  Chunk expected(long ringId) {
    return leftBegun && received < geometry.total()
        ? header(ringId, received, geometry.received(received).bytes())
        : null;
  }

  private Chunk header(long ringId, int i, int bytes) {
    return new Chunk(ringId, sequence, geometry.step(i), geometry.chunk(i), bytes);
  }

  /**
   * Takes the next bytes of the expected chunk; a float may be split between two pieces. False if
   * the chunk gets longer than it has to be.
   */
  boolean accept(ByteBuffer piece) {
    Range range = geometry.received(received);
    int bytes = piece.remaining();
    if (bytes > range.bytes() - stagedBytes) {
      return false;
    }
    staging.put(range.from() * Float.BYTES + stagedBytes, piece, piece.position(), bytes);
    stagedBytes += bytes;
    int whole = stagedBytes / Float.BYTES;
    combine(range.from() + combinedFloats, range.from() + whole);
    combinedFloats = whole;
    return true;
  }

  /** Ends the expected chunk. False if it is shorter than it has to be. */
  boolean completeChunk() {
    if (stagedBytes != geometry.received(received).bytes()) {
      return false;
    }
    stagedBytes = 0;
    combinedFloats = 0;
    received++;
    return true;
  }

  private void combine(int from, int to) {
    if (!geometry.adds(received)) {
      stagedFloats.get(from, sums, from, to - from);
      return;
    }
    for (int start = from; start < to; start += BLOCK_FLOATS) {
      int count = Math.min(BLOCK_FLOATS, to - start);
      stagedFloats.get(start, block, 0, count);
      for (int j = 0; j < count; j++) {
        sums[start + j] += block[j];
      }
      stagedFloats.put(start, sums, start, count);
    }
  }

  /** The chunk that the left neighbour has to send next. */
  String nextReceived() {
    return describe(received);
  }

  /** The chunk that the right neighbour has to take next. */
  String nextAcknowledged() {
    return describe(acknowledged);
  }

  private String describe(int i) {
    return "chunk " + geometry.chunk(i) + " of step " + geometry.step(i);
  }
}
