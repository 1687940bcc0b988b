package io.spnas.train;

import io.spnas.train.Checkpoint.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes checkpoints on a thread of its own while the search goes on: a step that is kept pays for
 * a copy of its state only. One checkpoint is written at a time; the next one waits for it. For one
 * calling thread.
 */
public final class CheckpointWriter implements AutoCloseable {
  private static final Duration LAST_WRITE = Duration.ofSeconds(60);

  private final CheckpointDirectory directory;
  private final Origin origin;
  private final int keep;
  private final ExecutorService thread;
  private TrainingState copy;
  private Future<?> writing;

  /**
   * @param directory where the checkpoints go
   * @param origin the run
   * @param keep how many stay
   */
  public CheckpointWriter(CheckpointDirectory directory, Origin origin, int keep) {
    this.directory = directory;
    this.origin = origin;
    this.keep = keep;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread writer = new Thread(task, "spnas-checkpoint");
              writer.setDaemon(true);
              return writer;
            });
  }

  /**
   * Keeps a state, which may change as soon as this returns.
   *
   * @throws IOException if the checkpoint before can't be written
   */
  public void submit(TrainingState live) throws IOException {
    await();
    if (copy == null) {
      copy = live.emptyCopy(live.step());
    }
    live.copyInto(copy);
    TrainingState state = TrainingState.of(live.step(), copy.arrays());
    writing =
        thread.submit(
            () -> {
              directory.write(new Checkpoint(state, origin), keep);
              return null;
            });
  }

  /**
   * Tells of a write that has failed in the meantime.
   *
   * @throws IOException if one has
   */
  public void check() throws IOException {
    if (writing != null && writing.isDone()) {
      await();
    }
  }

  /**
   * Waits until the last checkpoint is written.
   *
   * @throws IOException if it can't be written, or the thread is interrupted
   */
  public void await() throws IOException {
    if (writing == null) {
      return;
    }
    try {
      writing.get();
      writing = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while a checkpoint was written");
    } catch (ExecutionException e) {
      writing = null;
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /** Lets a write that has begun come to its end, within a minute. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      thread.awaitTermination(LAST_WRITE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
