package io.spnas.data;

/** Waiting for threads to end. */
final class Threads {
  private Threads() {}

  /** Waits for a thread, also where the caller is interrupted; it stays so. */
  static void join(Thread thread, long mostMs) {
    boolean interrupted = false;
    long end = System.nanoTime() + mostMs * 1_000_000;
    while (thread.isAlive() && System.nanoTime() < end) {
      try {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
