package io.spnas.collective;

import java.time.Duration;
import java.util.Locale;

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
  }

  void stopPass() {
    phase = "after all-reduce " + pass.sequence();
    pass = null;
  }

  /** Somebody was turned away: perhaps the one that is missed. */
  void refused(String refusal) {
    lastRefusal = " (" + refusal + ")";
  }

  /**
   * Time left to wait. It is a quarter longer once both neighbours have begun, so that ranks that
   * miss a neighbour speak before ranks that only feel the consequences.
   */
  long remainingNanos() {
    long allowed = timeout.toNanos();
    if (pass != null && pass.isLeftBegun() && pass.isRightBegun()) {
      allowed += allowed / 4;
    }
    return allowed - (System.nanoTime() - since);
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
        : new Awaited(right, "take " + pass.nextAcknowledged());
  }

  /** The end of a sentence that tells what happened: when it did. */
  String context() {
    if (pass == null && left.isJoined() && right.isJoined()) {
      return " " + phase;
    }
    double seconds = (System.nanoTime() - since) / NANOS_PER_SECOND;
    return String.format(
        Locale.ROOT, " %s, after waiting %.2f s for %s", phase, seconds, awaited());
  }
}
