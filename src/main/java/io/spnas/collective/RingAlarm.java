package io.spnas.collective;

import io.spnas.collective.RingMembers.Peer;
import io.spnas.collective.RingMessage.Abort;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The end of a ring: the first failure, told to both neighbours and to the caller. Not thread-safe;
 * its ring guards it.
 */
final class RingAlarm {
  /** How long a last word may take to reach a neighbour. */
  static final Duration LINGER = Duration.ofMillis(500);

  private final RingMembers members;
  private final long ringId;
  private final List<RingLink> links;
  private Abort failure;

  RingAlarm(RingMembers members, long ringId, List<RingLink> links) {
    this.members = members;
    this.ringId = ringId;
    this.links = links;
  }

  boolean isRaised() {
    return failure != null;
  }

  /** This rank has found out that {@code culprit} failed. */
  void raise(Peer culprit, String reason) {
    if (failure == null) {
      failure = new Abort(ringId, members.rank(), culprit.rank(), reason);
      links.forEach(this::tell);
    }
  }

  /** The neighbour at {@code link} has told of a failure. */
  void passOn(RingLink link, Abort told) {
    if (failure == null) {
      failure = told;
      links.stream().filter(other -> other != link).forEach(this::tell);
    }
    // The neighbour waits for this sign that its word has arrived.
    link.hangUp();
  }

  private void tell(RingLink link) {
    link.tell(failure);
    // Hanging up at once could make the system throw the word away before it is read.
    link.hangUpAfter(LINGER);
  }

  /** What the caller gets. */
  CollectiveException exception(Throwable cause) {
    String teller =
        failure.reporter() == members.rank()
            ? ""
            : "told by " + members.peer(failure.reporter()) + ": ";
    return new CollectiveException(
        String.format(
            "Rank %d of %d: %s%s", members.rank(), members.worldSize(), teller, failure.reason()),
        OptionalInt.of(failure.failedRank()),
        cause);
  }
}
