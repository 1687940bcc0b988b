package io.spnas.data;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A batch that threads are filling. It fails with the failure of its first record in order, so that
 * what is reported does not depend on which thread was faster.
 */
final class PendingBatch {
  private final Batch batch;
  private final CountDownLatch left;
  private Throwable failure;
  private int failedSlot = Integer.MAX_VALUE;

  PendingBatch(Batch batch) {
    this.batch = batch;
    this.left = new CountDownLatch(batch.labels().length);
  }

  /** A place in the sequence where there is no batch but a failure. */
  static PendingBatch failed(Throwable failure) {
    PendingBatch pending = new PendingBatch(new Batch(new float[0], new int[0], 0));
    pending.failure = failure;
    return pending;
  }

  Batch batch() {
    return batch;
  }

  void filled(int slot, int label) {
    batch.labels()[slot] = label;
    left.countDown();
  }

  void failed(int slot, Throwable slotFailure) {
    synchronized (this) {
      if (slot < failedSlot) {
        failedSlot = slot;
        failure = slotFailure;
      }
    }
    left.countDown();
  }

  /** Waits for the last slot, at most so long; returns whether it is done. */
  boolean await(long timeoutMs) throws InterruptedException {
    return left.await(timeoutMs, TimeUnit.MILLISECONDS);
  }

  /** Why the batch failed, or null. */
  synchronized Throwable failure() {
    return failure;
  }
}
