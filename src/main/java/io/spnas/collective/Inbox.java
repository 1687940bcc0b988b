package io.spnas.collective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Chunks that have arrived from the left neighbour, in order. Filled by the event loop, emptied by
 * the thread that sums.
 */
final class Inbox {
  private final int chunkBytes;
  private final int capacity;
  private final Failure failure;
  private final Deque<Chunk> arrived = new ArrayDeque<>();
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private int inUse;

  /**
   * A whole chunk.
   *
   * @param header what it is
   * @param bytes its values, little-endian
   */
  record Chunk(ChunkHeader header, ByteBuffer bytes) {}

  /**
   * @param chunkBytes most bytes of a chunk
   * @param capacity most chunks that may wait: bounds memory whatever a neighbour sends
   * @param failure wakes who waits
   */
  Inbox(int chunkBytes, int capacity, Failure failure) {
    this.chunkBytes = chunkBytes;
    this.capacity = capacity;
    this.failure = failure;
    failure.watch(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** A buffer to receive a chunk in; null if too many chunks wait already. */
  synchronized ByteBuffer borrow() {
    if (inUse >= capacity) {
      return null;
    }
    inUse++;
    ByteBuffer buffer = spare.poll();
    if (buffer == null) {
      buffer = ByteBuffer.allocateDirect(chunkBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer.clear();
  }

  /** Hands a whole chunk to the thread that sums. */
  synchronized void put(Chunk chunk) {
    arrived.add(chunk);
    notifyAll();
  }

  /** Takes a buffer back. */
  synchronized void giveBack(ByteBuffer buffer) {
    inUse--;
    spare.push(buffer);
  }

  /**
   * The next chunk.
   *
   * @return null if none comes in time
   * @throws CollectiveException if the ring fails meanwhile
   * @throws InterruptedException if the thread is interrupted
   */
  synchronized Chunk take(Duration timeout) throws CollectiveException, InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (arrived.isEmpty()) {
      failure.check();
      long left = deadline.millisecondsLeft();
      if (left == 0) {
        return null;
      }
      wait(left);
    }
    return arrived.poll();
  }
}
