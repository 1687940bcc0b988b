package io.spnas.collective;

import io.netty.channel.ChannelFuture;
import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Goodbye;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.network.client.TransportClient;

/**
 * One rank's neighbours, and whether its ring still stands. Its monitor guards all state of the
 * ring; whoever waits for a change waits on it. All methods but {@link #members} and {@link
 * #ringId} are called with the monitor held.
 */
final class RingState {
  private final RingMembers members;
  private final long ringId;
  private final RingLink left;
  private final RingLink right;
  private final RingAlarm alarm;
  private final RingWatch watch;
  private boolean closed;

  RingState(RingMembers members, long ringId, Duration timeout) {
    this.members = members;
    this.ringId = ringId;
    this.left = new RingLink(members.left(), timeout);
    this.right = new RingLink(members.right(), timeout);
    this.alarm = new RingAlarm(members, ringId, List.of(left, right));
    this.watch = new RingWatch(timeout, left, right);
    watch.startConnecting();
  }

  RingMembers members() {
    return members;
  }

  long ringId() {
    return ringId;
  }

  RingLink left() {
    return left;
  }

  RingLink right() {
    return right;
  }

  RingWatch watch() {
    return watch;
  }

  boolean isConnected() {
    return left.isJoined() && right.isJoined();
  }

  /** The link of a connection; empty if it is no neighbour's. */
  Optional<RingLink> link(TransportClient client) {
    return Stream.of(left, right).filter(link -> link.isOver(client)).findFirst();
  }

  boolean isOver() {
    return closed || alarm.isRaised();
  }

  void fail(RingLink culprit, String reason) {
    if (!isOver()) {
      alarm.raise(culprit.peer(), reason + watch.context());
      notifyAll();
    }
  }

  void failDeparted(RingLink link) {
    fail(link, link.peer() + " has closed the ring");
  }

  void onAbort(RingLink link, Abort abort) {
    if (!closed) {
      alarm.passOn(link, abort);
      notifyAll();
    }
  }

  /** What ends an interrupted wait. */
  CollectiveException interrupted(InterruptedException cause) {
    alarm.raise(members.self(), members.self() + " was interrupted" + watch.context());
    return alarm.exception(cause);
  }

  void throwIfOver() throws CollectiveException {
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
  List<ChannelFuture> close() {
    closed = true;
    notifyAll();
    return Stream.of(left, right)
        .map(link -> alarm.isRaised() ? link.closing() : link.tell(new Goodbye(ringId)))
        .flatMap(Optional::stream)
        .toList();
  }
}
