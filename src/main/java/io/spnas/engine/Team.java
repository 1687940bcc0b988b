package io.spnas.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Threads that compute one network together: each runs the same code on its own images, and they
 * meet between layers. The calling thread is the first of them. A number always means the same
 * thread, as long as the caller is the same: MKL-DNN's scratch memory is a thread's own.
 */
final class Team implements AutoCloseable {
  /** Looks at the meeting before giving way to other threads, some tens of microseconds. */
  private static final int SPINS = 1 << 11;

  /** Times of giving way before sleeping. */
  private static final int YIELDS = 1 << 6;

  private final int size;

  /** The thread of number i + 1. */
  private final List<ExecutorService> others = new ArrayList<>();

  private final Object monitor = new Object();
  private int arrived;
  private volatile int meeting;
  private volatile Throwable failure;

  /**
   * @param size threads in all, the calling one included
   */
  Team(int size) {
    this.size = size;
    for (int t = 1; t < size; t++) {
      others.add(Executors.newSingleThreadExecutor(Team::thread));
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "spnas-compute");
    thread.setDaemon(true);
    return thread;
  }

  int size() {
    return size;
  }

  /**
   * Runs a body in every thread, with the thread's number, and returns when all are done.
   *
   * @throws RuntimeException what a body threw
   */
  void run(IntConsumer body) {
    failure = null;
    arrived = 0;
    List<Future<?>> running = new ArrayList<>();
    for (int t = 1; t < size; t++) {
      int number = t;
      running.add(others.get(t - 1).submit(() -> guarded(body, number)));
    }
    Throwable thrown = null;
    try {
      guarded(body, 0);
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    for (Future<?> other : running) {
      thrown = join(other, thrown);
    }
    if (failure != null) {
      thrown = failure;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  private void guarded(IntConsumer body, int number) {
    try {
      body.accept(number);
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      failure = e;
      synchronized (monitor) {
        monitor.notifyAll();
      }
      throw e;
    }
  }

  private static Throwable join(Future<?> other, Throwable thrown) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return thrown;
        } catch (InterruptedException e) {
          // The others still write into what the caller would free.
          interrupted = true;
        } catch (ExecutionException e) {
          return thrown == null ? e.getCause() : thrown;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Waits for all threads; what each wrote before, all see after.
   *
   * @param last what the last to arrive does before anybody goes on
   */
  void meet(Runnable last) {
    if (size == 1) {
      last.run();
      return;
    }
    int current = meeting;
    boolean complete;
    synchronized (monitor) {
      complete = ++arrived == size;
    }
    if (complete) {
      last.run();
      synchronized (monitor) {
        arrived = 0;
        meeting = current + 1;
        monitor.notifyAll();
      }
    } else {
      await(current);
    }
  }

  private void await(int current) {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (meeting != current) {
        return;
      }
      checkFailure();
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    boolean interrupted = false;
    synchronized (monitor) {
      while (meeting == current && failure == null) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (meeting == current) {
      checkFailure();
    }
  }

  private void checkFailure() {
    if (failure != null) {
      throw new CancellationException("Another thread of the team failed");
    }
  }

  @Override
  public void close() {
    others.forEach(ExecutorService::shutdownNow);
  }
}
