package io.spnas.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A shard that is opened, and begun to be read, while the one before it is in use. */
final class OpeningShard implements Closeable {
  private static final long JOIN_MS = 10_000;

  private final Shard shard;
  private final FutureTask<TfRecordReader> opening;
  private final Thread thread;
  private volatile TfRecordReader opened;

  /**
   * Begins to open a shard.
   *
   * @param open opens it
   */
  OpeningShard(Shard shard, Callable<TfRecordReader> open) {
    this.shard = shard;
    this.opening = new FutureTask<>(() -> opened = open.call());
    this.thread = new Thread(opening, "spnas-data-open");
    thread.setDaemon(true);
    thread.start();
  }

  Shard shard() {
    return shard;
  }

  /** The open shard; from here on it is the caller's to close. */
  TfRecordReader get() throws IOException {
    try {
      return opening.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while opening " + shard.path());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException("Cannot open " + shard.path() + ": " + e.getCause(), e.getCause());
    }
  }

  /** Closes a shard that nobody asked for. */
  @Override
  public void close() throws IOException {
    thread.interrupt();
    Threads.join(thread, JOIN_MS);
    // Set by the thread before it ended, and null where opening failed.
    TfRecordReader reader = opened;
    if (reader != null) {
      reader.close();
    }
  }
}
