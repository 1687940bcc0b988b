package io.spnas.collective;

import java.time.Duration;

/**
 * Whether a neighbour is alive: what it was asked, and has answered. Its event loop answers, so
 * that a rank that computes is alive, and one that is frozen isn't. Not thread-safe; its ring
 * guards it.
 */
final class SignOfLife {
  /** Parts of the timeout between two questions; an answer may take twice as long. */
  private static final int QUESTIONS = 16;

  private final long intervalNanos;
  private long asked;
  private boolean answered = true;
  private boolean idle;

  SignOfLife(Duration timeout) {
    this.intervalNanos = timeout.toNanos() / QUESTIONS;
  }

  long intervalNanos() {
    return intervalNanos;
  }

  /** Waiting begins; what was answered before doesn't count. */
  void start() {
    asked = System.nanoTime();
    answered = true;
    idle = false;
  }

  /** Whether to ask now, which then counts as asked. */
  boolean ask() {
    long now = System.nanoTime();
    if (!answered || now - asked < intervalNanos) {
      return false;
    }
    asked = now;
    answered = false;
    return true;
  }

  /**
   * The neighbour has answered.
   *
   * @param waiting whether it waits in an all-reduce itself
   */
  void answer(boolean waiting) {
    answered = true;
    idle = !waiting;
  }

  /** Whether an answer is overdue. */
  boolean isMissing() {
    return !answered && System.nanoTime() - asked > 2 * intervalNanos;
  }

  /** Whether the neighbour is alive, but in no all-reduce. */
  boolean isIdle() {
    return answered && idle;
  }
}
