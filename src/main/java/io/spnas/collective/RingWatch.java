package io.spnas.collective;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rank is waiting for, since when, and when that is too long. Not thread-safe; its ring
 * guards it.
 */
final class RingWatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Duration timeout;
  private final RingLink left;
  private final RingLink right;
  private long since;
  private String phase = "";
  private RingPass pass;
  private String lastRefusal = "";

  /** A neighbour that is waited for, and to do what. */
  record Awaited(RingLink link, String toDo) {
    @Override
    public String toString() {
      return link.peer() + " to " + toDo;
    }
  }

  RingWatch(Duration timeout, RingLink left, RingLink right) {
    this.timeout = timeout;
    this.left = left;
    this.right = right;
  }

  void startConnecting() {
    start("while connecting", null);
  }

  void startPass(RingPass started) {
    start("in all-reduce " + started.sequence(), started);
  }

  private void start(String what, RingPass started) {
    phase = what;
    pass = started;
    since = System.nanoTime();
    left.life().start();
    right.life().start();
  }

  private long waitedNanos() {
    return System.nanoTime() - since;
  }

  void stopPass() {
    phase = "after all-reduce " + pass.sequence();
    pass = null;
  }

  /** Somebody was turned away: perhaps the one that is missed. */
  void refused(String refusal) {
    lastRefusal = " (" + refusal + ")";
  }

  /** Longest time until the next look at the neighbours. */
  long pauseNanos() {
    long interval = right.life().intervalNanos();
    long remaining = timeout.toNanos() - waitedNanos();
    return Math.max(1, remaining > 0 ? Math.min(remaining, interval) : interval);
  }

  /**
   * The neighbour that has failed, once the time is over. A neighbour that gives signs of life and
   * waits for somebody itself gets a quarter longer, in which those beside the culprit speak.
   */
  Optional<RingLink> culprit() {
    if (waitedNanos() < timeout.toNanos()) {
      return Optional.empty();
    }
    RingLink awaited = awaited().link();
    Optional<RingLink> suspect = pass == null ? Optional.of(awaited) : suspect(awaited);
    boolean mayWait = suspect.isEmpty() && waitedNanos() < timeout.toNanos() / 4 * 5;
    return mayWait ? Optional.empty() : Optional.of(suspect.orElse(awaited));
  }

  private Optional<RingLink> suspect(RingLink awaited) {
    RingLink other = awaited == left ? right : left;
    return Stream.of(awaited, other)
        .filter(link -> link.life().isMissing())
        .findFirst()
        .or(() -> Optional.of(awaited).filter(link -> !hasBegun(link) && link.life().isIdle()));
  }

  private boolean hasBegun(RingLink link) {
    return link == left ? pass.isLeftBegun() : pass.isRightBegun();
  }

  /** What to say of the {@link #culprit}. */
  String complaint(RingLink culprit) {
    return pass != null && culprit.life().isMissing()
        ? "timeout: no sign of life from " + culprit.peer()
        : "timeout";
  }

  Awaited awaited() {
    if (pass == null) {
      if (!right.isJoined()) {
        return new Awaited(right, right.isOpen() ? "let this rank in" : "accept a connection");
      }
      return new Awaited(left, "connect" + lastRefusal);
    }
    if (!pass.isRightBegun()) {
      return new Awaited(right, "begin it");
    }
    if (!pass.isLeftBegun()) {
      return new Awaited(left, "begin it");
    }
    return pass.needsLeft()
        ? new Awaited(left, "send " + pass.nextReceived())
        : new Awaited(right, "take " + pass.nextSent());
  }

  /** The end of a sentence that tells what happened: when it did. */
  String context() {
    if (pass == null && left.isJoined() && right.isJoined()) {
      return " " + phase;
    }
    double seconds = waitedNanos() / NANOS_PER_SECOND;
    return String.format(
        Locale.ROOT, " %s, after waiting %.2f s for %s", phase, seconds, awaited());
  }
}
