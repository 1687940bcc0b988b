package io.spnas.collective;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.spnas.collective.RingMembers.Peer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.network.client.TransportClient;

/** The connection to one neighbour. Not thread-safe; its ring guards it. */
final class RingLink {
  private final Peer peer;
  private final SignOfLife life;
  private TransportClient client;
  private boolean joined;
  private boolean departed;

  RingLink(Peer peer, Duration timeout) {
    this.peer = peer;
    this.life = new SignOfLife(timeout);
  }

  Peer peer() {
    return peer;
  }

  SignOfLife life() {
    return life;
  }

  void open(TransportClient opened) {
    client = opened;
  }

  boolean isOpen() {
    return client != null;
  }

  boolean isOver(TransportClient other) {
    return client == other;
  }

  /** Both sides agree on who they are. */
  void join() {
    joined = true;
  }

  boolean isJoined() {
    return joined;
  }

  /** The neighbour has said goodbye. */
  void depart() {
    departed = true;
  }

  boolean isDeparted() {
    return departed;
  }

  /** Sends a message. The future tells when it is written; empty if it can't be. */
  Optional<ChannelFuture> tell(RingMessage message) {
    return channel().map(c -> c.writeAndFlush(RingFrame.of(message)));
  }

  /** Tells when the connection is closed; empty if it is or never was open. */
  Optional<ChannelFuture> closing() {
    return channel().map(Channel::closeFuture);
  }

  void hangUp() {
    channel().ifPresent(Channel::close);
  }

  /** Hangs up after a while, in which the neighbour can read what it was told. */
  void hangUpAfter(Duration pause) {
    channel()
        .ifPresent(
            c -> c.eventLoop().schedule(() -> c.close(), pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Optional<Channel> channel() {
    return Optional.ofNullable(client).map(TransportClient::getChannel).filter(Channel::isActive);
  }
}
