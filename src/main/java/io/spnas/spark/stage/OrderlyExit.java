package io.spnas.spark.stage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Work that this JVM lets come to an end before it ends itself: when the JVM is told to (SIGTERM,
 * SIGINT), the work is told, and has some time until it is {@linkplain #close over}.
 */
final class OrderlyExit implements AutoCloseable {
  /** Hooks of higher priority run first; Spark's, which stop its context, have 40. */
  enum Order {
    /** What tells several runs at once, before one is waited for. */
    SEVERAL(120, Duration.ZERO),
    DRIVER(110, Duration.ZERO),
    /** Spark sends a task's result once the task is over, and does not tell when it has arrived. */
    WORKER(100, Duration.ofSeconds(2));

    private final int priority;
    private final Duration farewell;

    Order(int priority, Duration farewell) {
      this.priority = priority;
      this.farewell = farewell;
    }
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private final Runnable hook;

  /**
   * Registers work.
   *
   * @param order before or after what else this JVM has to end
   * @param patience longest time that the work may take to end
   * @param tell tells the work to end, and says whether there is anything to wait for; must not
   *     block
   * @throws IllegalStateException if this JVM is ending already
   */
  OrderlyExit(Order order, Duration patience, BooleanSupplier tell) {
    this.hook =
        () -> {
          if (over.getCount() > 0 && tell.getAsBoolean()) {
            await(patience, order.farewell);
          }
        };
    long limit = patience.plus(order.farewell).toSeconds() + 1;
    ShutdownHookManager.get().addShutdownHook(hook, order.priority, limit, TimeUnit.SECONDS);
  }

  private void await(Duration patience, Duration farewell) {
    try {
      if (over.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        Thread.sleep(farewell.toMillis());
      }
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
