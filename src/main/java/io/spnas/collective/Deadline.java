package io.spnas.collective;

import java.time.Duration;

/** The end of a wait. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline after(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos());
  }

  /** Milliseconds left, rounded up; 0 when it has passed. */
  long millisecondsLeft() {
    return Math.max(0, (end - System.nanoTime() + 999_999) / 1_000_000);
  }
}
