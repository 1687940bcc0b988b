package io.spnas.collective;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;

/** Sends chunks to the right neighbour, a few at a time on their way. */
final class Outbox {
  private static final int IN_FLIGHT = 8;

  private final TransportClient right;
  private final Peer peer;
  private final Failure failure;
  private final Deque<ByteBuffer> free = new ArrayDeque<>();

  Outbox(TransportClient right, Peer peer, int chunkBytes, Failure failure) {
    this.right = right;
    this.peer = peer;
    this.failure = failure;
    for (int i = 0; i < IN_FLIGHT; i++) {
      free.add(ByteBuffer.allocateDirect(chunkBytes).order(ByteOrder.LITTLE_ENDIAN));
    }
    failure.watch(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  /**
   * Sends values of an array; they may be changed as soon as this returns.
   *
   * @param timeout longest wait for the neighbour to acknowledge earlier chunks
   */
  void send(ChunkHeader header, float[] values, int from, Duration timeout)
      throws CollectiveException, InterruptedException {
    ByteBuffer buffer = awaitFree(timeout, 1).clear();
    buffer.asFloatBuffer().put(values, from, header.floats());
    buffer.limit(header.floats() * Float.BYTES);
    right.uploadStream(
        new NioManagedBuffer(header.encode()),
        new NioManagedBuffer(buffer.duplicate()),
        new Acknowledgement(buffer));
  }

  /** Waits until the neighbour has everything. */
  void flush(Duration timeout) throws CollectiveException, InterruptedException {
    giveBack(awaitFree(timeout, IN_FLIGHT));
  }

  /** Takes a free buffer, as soon as {@code count} are free. */
  private synchronized ByteBuffer awaitFree(Duration timeout, int count)
      throws CollectiveException, InterruptedException {
    Deadline deadline = Deadline.after(timeout);
    while (free.size() < count) {
      failure.check();
      long left = deadline.millisecondsLeft();
      if (left == 0) {
        throw new CollectiveException(
            "%s did not take a chunk within %d ms", peer, timeout.toMillis());
      }
      wait(left);
    }
    return free.poll();
  }

  private synchronized void giveBack(ByteBuffer buffer) {
    free.add(buffer);
    notifyAll();
  }

  private final class Acknowledgement implements RpcResponseCallback {
    private final ByteBuffer buffer;

    Acknowledgement(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public void onSuccess(ByteBuffer response) {
      giveBack(buffer);
    }

    @Override
    public void onFailure(Throwable cause) {
      failure.raise(new CollectiveException("%s is lost: %s", peer, Peer.reason(cause)));
    }
  }
}
