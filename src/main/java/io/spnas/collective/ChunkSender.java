package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.spnas.collective.RingPass.Outgoing;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends chunks to the right neighbour, through two direct buffers: while one is being written the
 * other is filled. They stay in the processor's cache, and a neighbour that is slow to read makes
 * nothing pile up. Runs on the connection's event loop.
 */
final class ChunkSender {
  private static final int BUFFERS = 2;

  private final Channel channel;
  private final Supplier<Optional<Outgoing>> chunks;
  private final Deque<ByteBuf> free = new ArrayDeque<>();
  private boolean sending;

  /**
   * @param chunks gives the next chunk that can be sent
   */
  ChunkSender(Channel channel, Supplier<Optional<Outgoing>> chunks) {
    this.channel = channel;
    this.chunks = chunks;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(Unpooled.EMPTY_BUFFER);
    }
  }

  /** There may be chunks to send. */
  void wake() {
    channel.eventLoop().execute(this::send);
  }

  private void send() {
    sending = true;
    while (!free.isEmpty()) {
      Optional<Outgoing> chunk = chunks.get();
      if (chunk.isEmpty()) {
        break;
      }
      ByteBuf frame = fitting(free.remove(), chunk.get().range().bytes());
      if (chunk.get().write(frame)) {
        channel.writeAndFlush(frame.retain()).addListener(f -> onWritten(f.isSuccess(), frame));
      }
    }
    sending = false;
  }

  private static ByteBuf fitting(ByteBuf frame, int floatBytes) {
    int bytes = RingFrame.CHUNK_OVERHEAD + floatBytes;
    return frame.capacity() >= bytes
        ? frame.clear()
        : Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(bytes)).clear();
  }

  private void onWritten(boolean success, ByteBuf frame) {
    free.add(frame);
    // Written at once, the loop that wrote it goes on.
    if (success && !sending) {
      send();
    }
  }
}
