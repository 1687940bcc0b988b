package io.spnas.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that share independent parts of a computation: the calling one and some helpers. */
final class Workers implements AutoCloseable {
  private final int helpers;
  private final ExecutorService pool;

  /**
   * @param threads threads in all, the calling one included
   */
  Workers(int threads) {
    this.helpers = threads - 1;
    this.pool =
        helpers == 0
            ? null
            : Executors.newFixedThreadPool(
                helpers,
                task -> {
                  Thread thread = new Thread(task, "spnas-compute");
                  thread.setDaemon(true);
                  return thread;
                });
  }

  /** Runs parts 0 to {@code parts - 1}, each once, and returns when all are done. */
  void run(int parts, IntConsumer part) {
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
            part.accept(i);
          }
        };
    List<Future<?>> others = new ArrayList<>();
    for (int i = 0; i < Math.min(helpers, parts - 1); i++) {
      others.add(pool.submit(share));
    }
    share.run();
    others.forEach(Workers::join);
  }

  private static void join(Future<?> other) {
    try {
      other.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while computing", e);
    }
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
