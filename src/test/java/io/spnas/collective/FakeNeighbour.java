package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Begun;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Hello;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.apache.spark.network.util.TransportFrameDecoder;
import org.apache.spark.network.util.TransportFrameDecoder.Interceptor;

/**
 * A rank that speaks the protocol by hand, so that it can break it: agrees to whatever its left
 * neighbour asks, and sends to its right neighbour what a test tells it to.
 */
final class FakeNeighbour implements AutoCloseable {
  private static final int REPLY_MS = 5000;

  private final RingTransport transport;
  private volatile TransportClient left;
  private TransportClient right;
  private long ringId;

  FakeNeighbour(RingSettings settings) {
    transport =
        new RingTransport(
            RingCluster.HOST,
            settings,
            Optional.empty(),
            new RpcHandler() {
              @Override
              public void receive(
                  TransportClient client, ByteBuffer hello, RpcResponseCallback reply) {
                left = client;
                install(client, new Answers(client));
                Doorkeeper.letIn(client.getChannel());
                reply.onSuccess(ByteBuffer.allocate(0));
              }

              @Override
              public StreamManager getStreamManager() {
                return new OneForOneStreamManager();
              }
            });
  }

  String address() {
    return RingCluster.HOST + ":" + transport.port();
  }

  void join(int rank, List<String> addresses, RingSettings settings) throws Exception {
    RingMembers members = new RingMembers(rank, addresses);
    ringId = members.ringId(settings);
    right = transport.dial(members.right().host(), members.right().port());
    Hello hello = new Hello(ringId, members.worldSize(), rank, members.right().rank());
    right.sendRpcSync(hello.encode(), REPLY_MS);
    install(right, new Answers(right));
  }

  void begin(long sequence, int length) {
    tellRight(new Begin(ringId, sequence, length));
  }

  /** Sends {@code bytes} zeros between the header of a chunk and its end mark. */
  void chunk(long sequence, int step, int chunk, int headerBytes, int bytes) {
    ByteBuf frame = Unpooled.buffer();
    RingFrame.putMessage(frame, new Chunk(ringId, sequence, step, chunk, headerBytes));
    frame.writeZero(bytes);
    RingFrame.putEnd(frame);
    right.getChannel().writeAndFlush(frame);
  }

  void tellRight(RingMessage message) {
    right.getChannel().writeAndFlush(RingFrame.of(message));
  }

  void tellLeft(RingMessage message) {
    left.getChannel().writeAndFlush(RingFrame.of(message));
  }

  /** Sends bytes as they are. */
  void bytesToRight(byte[] bytes) {
    right.getChannel().writeAndFlush(Unpooled.wrappedBuffer(bytes));
  }

  long ringId() {
    return ringId;
  }

  private static void install(TransportClient client, Interceptor interceptor) {
    var decoder =
        (TransportFrameDecoder)
            client.getChannel().pipeline().get(TransportFrameDecoder.HANDLER_NAME);
    decoder.setInterceptor(interceptor);
  }

  /** Agrees to every 'begin' with 'begun', and drops whatever else comes. */
  private final class Answers implements Interceptor {
    private final TransportClient client;
    private final ByteBuf collected = Unpooled.buffer();
    private int dropped;

    Answers(TransportClient client) {
      this.client = client;
    }

    @Override
    public boolean handle(ByteBuf in) {
      collected.writeBytes(in);
      while (dropChunk() && isFrameThere()) {
        int length = collected.readInt();
        RingMessage message = RingMessage.decode(collected.readSlice(length).nioBuffer());
        if (message instanceof Chunk chunk) {
          dropped = chunk.bytes() + RingFrame.END_BYTES;
        } else if (message instanceof Begin begin && client == left) {
          tellLeft(new Begun(begin.ringId(), begin.sequence()));
        }
      }
      collected.discardReadBytes();
      return true;
    }

    /** Whether all that follows a chunk's header has come, and is gone. */
    private boolean dropChunk() {
      int here = Math.min(dropped, collected.readableBytes());
      collected.skipBytes(here);
      dropped -= here;
      return dropped == 0;
    }

    private boolean isFrameThere() {
      int there = collected.readableBytes() - RingFrame.LENGTH_BYTES;
      return there >= 0 && there >= collected.getInt(collected.readerIndex());
    }

    @Override
    public void exceptionCaught(Throwable cause) {}

    @Override
    public void channelInactive() {}
  }

  static final RpcResponseCallback IGNORE =
      new RpcResponseCallback() {
        @Override
        public void onSuccess(ByteBuffer response) {}

        @Override
        public void onFailure(Throwable e) {}
      };

  /** Vanishes without a word. */
  @Override
  public void close() {
    if (right != null) {
      right.close();
    }
    transport.close();
  }
}
