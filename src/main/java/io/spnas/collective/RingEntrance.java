package io.spnas.collective;

import io.netty.channel.Channel;
import io.spnas.collective.RingMembers.Peer;
import io.spnas.collective.RingMessage.Hello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;

/**
 * How a rank gets its neighbours: says 'hello' to the right, lets the left in, and hears when a
 * connection is lost. No method blocks.
 */
final class RingEntrance {
  private final RingState state;
  private final RingSession session;

  RingEntrance(RingState state, RingSession session) {
    this.state = state;
    this.session = session;
  }

  /** The right neighbour can be talked to. */
  void callRight(TransportClient client) {
    synchronized (state) {
      if (state.isOver()) {
        client.getChannel().close();
        return;
      }
      RingLink right = state.right();
      right.open(client);
      Hello hello =
          new Hello(
              state.ringId(),
              state.members().worldSize(),
              state.members().rank(),
              right.peer().rank());
      client.sendRpc(hello.encode(), new Welcome(client));
    }
  }

  void cannotCallRight(Exception cause) {
    synchronized (state) {
      Peer peer = state.right().peer();
      state.fail(state.right(), "cannot connect to " + peer + ": " + Causes.line(cause));
    }
  }

  /** The right neighbour's answer to 'hello'. */
  private final class Welcome implements RpcResponseCallback {
    private final TransportClient client;

    Welcome(TransportClient client) {
      this.client = client;
    }

    @Override
    public void onSuccess(ByteBuffer answer) {
      synchronized (state) {
        RingLink right = state.right();
        if (answer.hasRemaining()) {
          state.fail(right, right.peer() + " refuses this rank: " + RingMessage.text(answer));
        } else {
          FrameReader.install(client, session, right);
          session.sendTo(client.getChannel());
          right.join();
          state.notifyAll();
        }
      }
    }

    @Override
    public void onFailure(Throwable cause) {
      synchronized (state) {
        Peer peer = state.right().peer();
        String what =
            cause instanceof IOException
                ? "lost the connection to " + peer
                : peer + " turned this rank away";
        state.fail(state.right(), what + " (" + Causes.line(cause) + ")");
      }
    }
  }

  /** Somebody wants to be the left neighbour. */
  void onHello(TransportClient client, Hello hello, RpcResponseCallback reply) {
    synchronized (state) {
      if (!client.isActive() || state.isOver()) {
        client.getChannel().close();
        return;
      }
      RingLink left = state.left();
      Channel channel = client.getChannel();
      Optional<String> refusal =
          left.isOpen()
              ? Optional.of(left.peer() + " is connected already")
              : state.members().refusal(hello, state.ringId());
      if (refusal.isPresent()) {
        state.watch().refused(client.getSocketAddress() + " was refused: " + refusal.get());
        // Once: whoever asks again and again would have all the answers kept.
        channel.config().setAutoRead(false);
      } else {
        // In this order, Spark's decoder never gets to see what it isn't guarded against.
        FrameReader.install(client, session, left);
        Doorkeeper.letIn(channel);
        left.open(client);
        left.join();
        state.notifyAll();
      }
      reply.onSuccess(ByteBuffer.wrap(refusal.orElse("").getBytes(StandardCharsets.UTF_8)));
      if (refusal.isPresent()) {
        // Behind the answer, in the order of the event loop.
        channel.eventLoop().execute(() -> channel.close());
      }
    }
  }

  void onDisconnect(TransportClient client, String reason) {
    synchronized (state) {
      state
          .link(client)
          .filter(link -> !link.isDeparted())
          .ifPresent(link -> state.fail(link, "lost the connection to " + link.peer() + reason));
    }
  }
}
