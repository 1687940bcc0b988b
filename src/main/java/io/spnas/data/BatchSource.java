package io.spnas.data;

import java.io.IOException;

/** Where a search's batches come from, one after the other. */
public interface BatchSource {
  /**
   * The next batch. Its images stay as they are until the next call.
   *
   * @throws IOException when it can't be read
   * @throws InterruptedException if the thread is interrupted
   */
  Batch next() throws IOException, InterruptedException;
}
