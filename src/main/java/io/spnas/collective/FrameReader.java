package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spnas.collective.RingMessage.Chunk;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.util.TransportFrameDecoder;

/**
 * Reads a neighbour's {@link RingFrame frames} in place of Spark's decoder, and hands each message
 * and each piece of a chunk on as it comes. Runs on the connection's event loop.
 */
final class FrameReader implements TransportFrameDecoder.Interceptor {
  private final RingSession session;
  private final RingLink link;
  private final ByteBuf collected = Unpooled.buffer(RingMessage.MAX_BYTES, RingMessage.MAX_BYTES);
  private Part part = Part.LENGTH;
  private int wanted = RingFrame.LENGTH_BYTES;
  private IncomingChunk chunk;

  private enum Part {
    LENGTH,
    MESSAGE,
    FLOATS,
    END_OF_CHUNK,
    /** The neighbour has broken the protocol: whatever else it sends is dropped. */
    NOTHING
  }

  private FrameReader(RingSession session, RingLink link) {
    this.session = session;
    this.link = link;
  }

  /** From here on all that comes over a connection is taken as frames of {@code link}'s. */
  static void install(TransportClient client, RingSession session, RingLink link) {
    var decoder =
        (TransportFrameDecoder)
            client.getChannel().pipeline().get(TransportFrameDecoder.HANDLER_NAME);
    decoder.setInterceptor(new FrameReader(session, link));
  }

  @Override
  public boolean handle(ByteBuf in) {
    while (in.isReadable() || part == Part.FLOATS && chunk.isComplete()) {
      switch (part) {
        case FLOATS -> readFloats(in);
        case NOTHING -> in.skipBytes(in.readableBytes());
        default -> collect(in);
      }
    }
    return true;
  }

  private void readFloats(ByteBuf in) {
    chunk.accept(in);
    if (chunk.isComplete()) {
      expect(Part.END_OF_CHUNK, RingFrame.END_BYTES);
    }
  }

  private void collect(ByteBuf in) {
    collected.writeBytes(in, Math.min(wanted - collected.readableBytes(), in.readableBytes()));
    if (collected.readableBytes() == wanted) {
      switch (part) {
        case LENGTH -> takeLength(collected.readInt());
        case MESSAGE -> takeMessage();
        default -> takeEnd(collected.readInt());
      }
      collected.clear();
    }
  }

  private void expect(Part next, int bytes) {
    part = next;
    wanted = bytes;
  }

  private void takeLength(int length) {
    if (length <= 0 || length > RingMessage.MAX_BYTES) {
      refuse("sends a message of " + length + " bytes");
    } else {
      expect(Part.MESSAGE, length);
    }
  }

  private void takeMessage() {
    RingMessage message;
    try {
      message = RingMessage.decode(collected.nioBuffer());
    } catch (IllegalArgumentException e) {
      refuse("sends what is no message of a ring");
      return;
    }
    expect(Part.LENGTH, RingFrame.LENGTH_BYTES);
    if (message instanceof Chunk header) {
      session
          .onChunk(link, header)
          .ifPresentOrElse(this::expectFloats, () -> expect(Part.NOTHING, 0));
    } else {
      session.onMessage(link, message);
    }
  }

  private void expectFloats(IncomingChunk expected) {
    chunk = expected;
    part = Part.FLOATS;
  }

  private void takeEnd(int mark) {
    if (mark == RingFrame.END_OF_CHUNK) {
      expect(Part.LENGTH, RingFrame.LENGTH_BYTES);
      session.onChunkEnd(chunk);
    } else {
      refuse("sends a chunk shorter or longer than its header says");
    }
  }

  private void refuse(String deed) {
    expect(Part.NOTHING, 0);
    session.onBreach(link, deed);
  }

  @Override
  public void exceptionCaught(Throwable cause) {
    // The ring's handler is told too.
  }

  @Override
  public void channelInactive() {
    // The ring's handler is told too.
  }
}
