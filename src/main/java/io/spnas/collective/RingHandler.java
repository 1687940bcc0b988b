package io.spnas.collective;

import io.spnas.collective.RingMessage.Hello;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;

/**
 * Takes what comes in on any connection that isn't a neighbour's yet: a 'hello', or else it is
 * closed. A 'hello' that comes before this rank knows its ring is kept for it.
 */
final class RingHandler extends RpcHandler {
  private static final int MAX_EARLY_HELLOS = 64;

  private final StreamManager nothingToFetch = new OneForOneStreamManager();
  private final List<Runnable> earlyHellos = new ArrayList<>();
  private RingEntrance entrance;

  synchronized void attach(RingEntrance attached) {
    entrance = attached;
    earlyHellos.forEach(Runnable::run);
    earlyHellos.clear();
  }

  @Override
  public void receive(TransportClient client, ByteBuffer bytes, RpcResponseCallback reply) {
    try {
      if (!(RingMessage.decode(bytes) instanceof Hello hello)) {
        throw new IllegalArgumentException("Not let in yet, expected a 'hello'");
      }
      receiveHello(client, hello, reply);
    } catch (IllegalArgumentException e) {
      reply.onFailure(e);
      client.getChannel().close();
    }
  }

  private synchronized void receiveHello(
      TransportClient client, Hello hello, RpcResponseCallback reply) {
    if (entrance != null) {
      entrance.onHello(client, hello, reply);
    } else if (earlyHellos.size() < MAX_EARLY_HELLOS) {
      earlyHellos.add(() -> entrance.onHello(client, hello, reply));
    } else {
      throw new IllegalArgumentException("Too many callers before the ring is known");
    }
  }

  @Override
  public void channelInactive(TransportClient client) {
    ifAttached(e -> e.onDisconnect(client, ""));
  }

  @Override
  public void exceptionCaught(Throwable cause, TransportClient client) {
    ifAttached(e -> e.onDisconnect(client, " (" + Causes.line(cause) + ")"));
  }

  @Override
  public StreamManager getStreamManager() {
    return nothingToFetch;
  }

  private void ifAttached(Consumer<RingEntrance> action) {
    RingEntrance current;
    synchronized (this) {
      current = entrance;
    }
    if (current != null) {
      action.accept(current);
    }
  }
}
