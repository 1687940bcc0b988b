package io.spnas.collective;

import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Goodbye;
import io.spnas.collective.RingMessage.Hello;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * Hands what comes in on any connection to the ring, and turns away what is no part of it. A
 * 'hello' that comes before this rank knows its ring is kept for it.
 */
final class RingHandler extends RpcHandler {
  private static final int MAX_EARLY_HELLOS = 64;

  private final StreamManager nothingToFetch = new OneForOneStreamManager();
  private final List<Runnable> earlyHellos = new ArrayList<>();
  private RingSession session;

  synchronized void attach(RingSession attached) {
    session = attached;
    earlyHellos.forEach(Runnable::run);
    earlyHellos.clear();
  }

  @Override
  public void receive(TransportClient client, ByteBuffer bytes, RpcResponseCallback reply) {
    try {
      RingMessage message = RingMessage.decode(bytes);
      if (message instanceof Hello hello) {
        receiveHello(client, hello, reply);
      } else if (message instanceof Begin begin) {
        session().onBegin(client, begin, reply);
      } else if (message instanceof Abort abort) {
        session().onAbort(client, abort);
      } else if (message instanceof Goodbye) {
        session().onGoodbye(client);
      } else {
        throw new IllegalArgumentException("A chunk without floats");
      }
    } catch (IllegalArgumentException e) {
      reply.onFailure(e);
      client.getChannel().close();
    }
  }

  private synchronized void receiveHello(
      TransportClient client, Hello hello, RpcResponseCallback reply) {
    if (session != null) {
      session.onHello(client, hello, reply);
    } else if (earlyHellos.size() < MAX_EARLY_HELLOS) {
      earlyHellos.add(() -> session.onHello(client, hello, reply));
    } else {
      throw new IllegalArgumentException("Too many callers before the ring is known");
    }
  }

  @Override
  public StreamCallbackWithID receiveStream(
      TransportClient client, ByteBuffer header, RpcResponseCallback reply) {
    if (RingMessage.decode(header) instanceof Chunk chunk) {
      return session().onChunk(client, chunk);
    }
    throw new IllegalArgumentException("Floats without a chunk's header");
  }

  @Override
  public void channelInactive(TransportClient client) {
    ifAttached(s -> s.onDisconnect(client, ""));
  }

  @Override
  public void exceptionCaught(Throwable cause, TransportClient client) {
    ifAttached(s -> s.onDisconnect(client, " (" + Causes.line(cause) + ")"));
  }

  @Override
  public StreamManager getStreamManager() {
    return nothingToFetch;
  }

  private synchronized RingSession session() {
    if (session == null) {
      throw new IllegalArgumentException("No ring here yet");
    }
    return session;
  }

  private void ifAttached(Consumer<RingSession> action) {
    RingSession current;
    synchronized (this) {
      current = session;
    }
    if (current != null) {
      action.accept(current);
    }
  }
}
