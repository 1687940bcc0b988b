package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.network.protocol.Message;

/**
 * Stands before Spark's decoder on a connection from outside until the ring lets it in. Only small
 * requests pass, which is all that authentication and 'hello' need; anything else closes the
 * connection, and so does the end of some patience. Spark's decoder believes every length it reads,
 * so that a few random bytes could make it set gigabytes aside.
 */
final class Doorkeeper extends ChannelInboundHandlerAdapter {
  private static final int MAX_FRAME_BYTES = 16 << 10;

  /** A frame begins with its length, these bytes included, and its type. */
  private static final int LENGTH_BYTES = Long.BYTES;

  private final Queue queue;
  private long length;
  private int position;

  /** Those who wait at one rank's door. */
  static final class Queue {
    private final int most;
    private final Duration patience;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param most how many may wait at a time; more are turned away
     * @param patience longest time that one may wait
     */
    Queue(int most, Duration patience) {
      this.most = most;
      this.patience = patience;
    }
  }

  private Doorkeeper(Queue queue) {
    this.queue = queue;
  }

  static void guard(Channel channel, Queue queue) {
    channel.pipeline().addLast(new Doorkeeper(queue));
  }

  static void letIn(Channel channel) {
    if (channel.pipeline().get(Doorkeeper.class) != null) {
      channel.pipeline().remove(Doorkeeper.class);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (queue.waiting.incrementAndGet() > queue.most) {
      context.close();
      return;
    }
    long limit = queue.patience.toMillis();
    context.executor().schedule(() -> closeIfWaiting(context), limit, TimeUnit.MILLISECONDS);
  }

  private static void closeIfWaiting(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      context.close();
    }
  }

  /** Let in, or gone. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    queue.waiting.decrementAndGet();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isAcceptable((ByteBuf) message)) {
      context.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
      context.close();
    }
  }

  /** Follows the frames, which may be cut anywhere. */
  private boolean isAcceptable(ByteBuf bytes) {
    int i = bytes.readerIndex();
    while (i < bytes.writerIndex()) {
      if (position < LENGTH_BYTES) {
        length = length << Byte.SIZE | bytes.getUnsignedByte(i++);
        position++;
      } else if (position == LENGTH_BYTES) {
        boolean fits = length > LENGTH_BYTES && length <= MAX_FRAME_BYTES;
        if (!fits || bytes.getByte(i++) != Message.Type.RpcRequest.id()) {
          return false;
        }
        position++;
      } else {
        int skipped = (int) Math.min(length - position, bytes.writerIndex() - i);
        i += skipped;
        position += skipped;
      }
      if (position == length && position > LENGTH_BYTES) {
        position = 0;
        length = 0;
      }
    }
    return true;
  }
}
