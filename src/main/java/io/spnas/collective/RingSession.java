package io.spnas.collective;

import io.netty.channel.ChannelFuture;
import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Goodbye;
import io.spnas.collective.RingMessage.Hello;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.StreamCallbackWithID;
import org.apache.spark.network.client.TransportClient;

/**
 * One rank's side of the protocol: sends, and reacts to what comes in. Its monitor guards all state
 * of the ring; whoever waits for a change waits on it. No method blocks.
 */
final class RingSession {
  private final RingMembers members;
  private final long ringId;
  private final RingLink left;
  private final RingLink right;
  private final RingAlarm alarm;
  private final RingWatch watch;
  private RingPass pass;
  private EarlyBegin earlyBegin;
  private boolean closed;

  /** The left neighbour's next all-reduce, which hasn't begun here. */
  private record EarlyBegin(Begin begin, RpcResponseCallback reply) {}

  RingSession(RingMembers members, long ringId, Duration timeout) {
    this.members = members;
    this.ringId = ringId;
    this.left = new RingLink(members.left());
    this.right = new RingLink(members.right());
    this.alarm = new RingAlarm(members, ringId, List.of(left, right));
    this.watch = new RingWatch(timeout, left, right);
    watch.startConnecting();
  }

  // ---- What the caller of the ring does.

  /** The right neighbour can be talked to. */
  synchronized void callRight(TransportClient client) {
    if (isOver()) {
      client.getChannel().close();
      return;
    }
    right.open(client);
    Hello hello = new Hello(ringId, members.worldSize(), members.rank(), right.peer().rank());
    client.sendRpc(hello.encode(), rightReply(this::onWelcome));
  }

  private void onWelcome(ByteBuffer answer) {
    if (answer.hasRemaining()) {
      fail(right, right.peer() + " refuses this rank: " + RingMessage.text(answer));
    } else {
      right.join();
    }
  }

  synchronized void cannotCallRight(Exception cause) {
    fail(right, "cannot connect to " + right.peer() + ": " + Causes.line(cause));
  }

  synchronized boolean isConnected() {
    return left.isJoined() && right.isJoined();
  }

  synchronized void begin(RingPass begun) throws CollectiveException {
    pass = begun;
    watch.startPass(begun);
    Stream.of(left, right).filter(RingLink::isDeparted).forEach(this::failDeparted);
    throwIfOver();
    if (earlyBegin != null) {
      EarlyBegin early = earlyBegin;
      earlyBegin = null;
      admit(early.begin(), early.reply());
    }
    Begin begin = new Begin(ringId, begun.sequence(), begun.length());
    right.client().sendRpc(begin.encode(), rightReply(empty -> sendWhereWelcome(begun)));
  }

  /** From here on the pass's buffer is left alone. */
  synchronized void end() {
    pass = null;
    watch.stopPass();
  }

  /** Nanoseconds the caller may still wait; fails the ring if there are none. */
  synchronized long remainingNanos() {
    long remaining = watch.remainingNanos();
    if (remaining <= 0) {
      fail(watch.awaited().link(), "timeout");
    }
    return remaining;
  }

  synchronized CollectiveException interrupted(InterruptedException cause) {
    alarm.raise(members.self(), members.self() + " was interrupted" + watch.context());
    return alarm.exception(cause);
  }

  synchronized void throwIfOver() throws CollectiveException {
    if (alarm.isRaised()) {
      throw alarm.exception(null);
    }
    if (closed) {
      throw new CollectiveException(
          String.format(
              "Rank %d of %d: this rank has closed the ring", members.rank(), members.worldSize()),
          OptionalInt.of(members.rank()),
          null);
    }
  }

  /** Takes leave. The futures are done when the neighbours can be hung up on. */
  synchronized List<ChannelFuture> close() {
    closed = true;
    notifyAll();
    return Stream.of(left, right)
        .map(link -> alarm.isRaised() ? link.closing() : link.tell(new Goodbye(ringId)))
        .flatMap(Optional::stream)
        .toList();
  }

  // ---- What the neighbours do.

  /** Somebody wants to be the left neighbour. */
  synchronized void onHello(TransportClient client, Hello hello, RpcResponseCallback reply) {
    if (!client.isActive() || isOver()) {
      client.getChannel().close();
      return;
    }
    Optional<String> refusal =
        left.isOpen()
            ? Optional.of(left.peer() + " is connected already")
            : members.refusal(hello, ringId);
    if (refusal.isPresent()) {
      watch.refused(client.getSocketAddress() + " was refused: " + refusal.get());
    } else {
      Doorkeeper.letIn(client.getChannel());
      left.open(client);
      left.join();
      notifyIfReady();
    }
    reply.onSuccess(ByteBuffer.wrap(refusal.orElse("").getBytes(StandardCharsets.UTF_8)));
  }

  synchronized void onBegin(TransportClient client, Begin begin, RpcResponseCallback reply) {
    linkOf(client, left);
    if (isOver()) {
      return;
    }
    if (pass != null && !pass.isLeftBegun()) {
      admit(begin, reply);
    } else if (earlyBegin == null) {
      earlyBegin = new EarlyBegin(begin, reply);
    } else {
      fail(left, left.peer() + " begins all-reduce " + begin.sequence() + " too early");
    }
  }

  private void admit(Begin begin, RpcResponseCallback reply) {
    if (begin.ringId() != ringId || begin.sequence() != pass.sequence()) {
      fail(left, disagreement("begins all-reduce %d", begin.sequence(), pass.sequence()));
      return;
    }
    if (begin.length() != pass.length()) {
      fail(left, disagreement("sums %d floats", begin.length(), pass.length()));
      return;
    }
    pass.leftHasBegun();
    reply.onSuccess(ByteBuffer.allocate(0));
    notifyIfReady();
  }

  private String disagreement(String format, long there, long here) {
    return String.format(
        "%s " + format + ", %s " + format, left.peer(), there, members.self(), here);
  }

  private void sendWhereWelcome(RingPass begun) {
    begun.rightHasBegun();
    sendReadyChunks();
  }

  synchronized StreamCallbackWithID onChunk(TransportClient client, Chunk chunk) {
    linkOf(client, left);
    if (!isOver()) {
      Chunk expected = pass == null ? null : pass.expected(ringId);
      if (!chunk.equals(expected)) {
        String wanted = expected == null ? "no chunk now" : expected.toString();
        fail(left, left.peer() + " sends " + chunk + ", expected " + wanted);
      }
    }
    return new IncomingChunk(this, pass);
  }

  /** A piece of the expected chunk; dropped if its all-reduce is over. */
  synchronized void onFloats(RingPass into, ByteBuffer piece) {
    if (!isOver() && into == pass && !into.accept(piece)) {
      fail(left, left.peer() + " sends a chunk longer than its header says");
    }
  }

  synchronized void onChunkEnd(RingPass into) {
    if (isOver() || into != pass) {
      return;
    }
    if (into.completeChunk()) {
      sendReadyChunks();
      notifyIfReady();
    } else {
      fail(left, left.peer() + " sends a chunk shorter than its header says");
    }
  }

  private void sendReadyChunks() {
    RingPass sending = pass;
    TransportClient client = right.client();
    while (sending.canSend()) {
      var header = new NioManagedBuffer(sending.headerToSend(ringId).encode());
      var floats = new NioManagedBuffer(sending.takeToSend());
      RpcResponseCallback reply = rightReply(empty -> sending.acknowledge());
      // The sending event loop would write to the socket here and now, and hold up the receiving.
      client.getChannel().eventLoop().execute(() -> client.uploadStream(header, floats, reply));
    }
  }

  private RpcResponseCallback rightReply(Consumer<ByteBuffer> action) {
    return new RpcResponseCallback() {
      @Override
      public void onSuccess(ByteBuffer answer) {
        synchronized (RingSession.this) {
          if (!isOver()) {
            action.accept(answer);
            notifyIfReady();
          }
        }
      }

      @Override
      public void onFailure(Throwable cause) {
        synchronized (RingSession.this) {
          String what =
              cause instanceof IOException
                  ? "lost the connection to " + right.peer()
                  : right.peer() + " turned this rank away";
          fail(right, what + " (" + Causes.line(cause) + ")");
        }
      }
    };
  }

  synchronized void onAbort(TransportClient client, Abort abort) {
    RingLink link = linkOf(client, left, right);
    if (abort.ringId() != ringId
        || abort.reporter() != Math.floorMod(abort.reporter(), members.worldSize())) {
      throw new IllegalArgumentException("Abort of another ring");
    }
    if (!closed) {
      alarm.passOn(link, abort);
      notifyAll();
    }
  }

  synchronized void onGoodbye(TransportClient client) {
    RingLink link = linkOf(client, left, right);
    link.depart();
    if (pass != null && (link == left ? pass.needsLeft() : pass.needsRight())) {
      failDeparted(link);
    }
  }

  synchronized void onDisconnect(TransportClient client, String reason) {
    Stream.of(left, right)
        .filter(link -> link.isOver(client) && !link.isDeparted())
        .forEach(link -> fail(link, "lost the connection to " + link.peer() + reason));
  }

  /**
   * Wakes the caller where that has a point: a pass has hundreds of chunks and acknowledgements.
   */
  private void notifyIfReady() {
    if (pass == null ? isConnected() : pass.isDone()) {
      notifyAll();
    }
  }

  private RingLink linkOf(TransportClient client, RingLink... links) {
    return Stream.of(links)
        .filter(link -> link.isOver(client))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No neighbour in this ring"));
  }

  private boolean isOver() {
    return closed || alarm.isRaised();
  }

  private void failDeparted(RingLink link) {
    fail(link, link.peer() + " has closed the ring");
  }

  private void fail(RingLink culprit, String reason) {
    if (!isOver()) {
      alarm.raise(culprit.peer(), reason + watch.context());
      notifyAll();
    }
  }
}
