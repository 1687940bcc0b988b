package io.spnas.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The first thing that went wrong in a ring; what follows from it is not kept. */
final class Failure {
  private final AtomicReference<CollectiveException> first = new AtomicReference<>();
  private final List<Runnable> watchers = new ArrayList<>();

  /** Lets somebody who waits be woken by a failure. */
  synchronized void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  /** Takes note of a failure, unless there is one already. */
  void raise(CollectiveException exception) {
    if (first.compareAndSet(null, exception)) {
      synchronized (this) {
        watchers.forEach(Runnable::run);
      }
    }
  }

  /** Throws the failure, if there is one. */
  void check() throws CollectiveException {
    CollectiveException exception = first.get();
    if (exception != null) {
      throw exception;
    }
  }

  boolean isRaised() {
    return first.get() != null;
  }
}
