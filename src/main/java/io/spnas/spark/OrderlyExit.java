package io.spnas.spark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Work that this JVM lets come to an end before it ends itself: when the JVM is told to (SIGTERM,
 * SIGINT), the work is told, and has some time until it is {@linkplain #close over}.
 */
final class OrderlyExit implements AutoCloseable {
  /** Hooks of higher priority run first; Spark's, which stop its context, have 40. */
  enum Order {
    DRIVER(110),
    WORKER(100);

    private final int priority;

    Order(int priority) {
      this.priority = priority;
    }
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private final Runnable hook;

  /**
   * Registers work.
   *
   * @param order before or after what else this JVM has to end
   * @param patience longest time that the work may take to end
   * @param tell tells the work to end; must not block
   * @throws IllegalStateException if this JVM is ending already
   */
  OrderlyExit(Order order, Duration patience, Runnable tell) {
    this.hook =
        () -> {
          tell.run();
          await(patience);
        };
    long limit = patience.toSeconds() + 1;
    ShutdownHookManager.get().addShutdownHook(hook, order.priority, limit, TimeUnit.SECONDS);
  }

  private void await(Duration patience) {
    try {
      over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is over. */
  @Override
  public void close() {
    over.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
