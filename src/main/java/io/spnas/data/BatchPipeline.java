package io.spnas.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Fills batches ahead of their use. One thread reads records in order and deals them out, one slot
 * each, to the decoding threads; batches come out in the order of their records. Arrays circulate:
 * there are as many as batches may wait, and one more in the consumer's hands, so that reading and
 * decoding stop when nobody asks. The first failure in order comes out of {@link #next} in the
 * place of its batch.
 *
 * <p>{@link #next} is for one thread; {@link #close} may come from another.
 */
final class BatchPipeline implements AutoCloseable {
  private static final Batch END = new Batch(new float[0], new int[0], -1);
  private static final PendingBatch NO_MORE = new PendingBatch(END);
  private static final long JOIN_MS = 10_000;
  private static final long CLOSED_CHECK_MS = 100;

  private final RecordSequence records;
  private final int batchSize;
  private final int imageValues;
  private final BlockingQueue<float[]> freeImages;
  private final BlockingQueue<PendingBatch> pending = new LinkedBlockingQueue<>();
  private final BlockingQueue<Slot> slots = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final int fullLength;

  private float[] handedOut;
  private Throwable failure;
  private volatile boolean closed;

  private record Slot(PendingBatch batch, int index, OrderedRecord record) {}

  /**
   * Starts reading.
   *
   * @param records the records in order; closed by the reading thread
   * @param decoders gives each decoding thread its decoder
   */
  BatchPipeline(
      RecordSequence records, Supplier<RecordDecoder> decoders, InputSpec input, RankSpec rank) {
    this.records = records;
    this.batchSize = rank.batchSize();
    this.imageValues = input.imageValues();
    this.fullLength = Math.multiplyExact(batchSize, imageValues);
    int circulating = input.prefetchBatches() + 1;
    this.freeImages = new ArrayBlockingQueue<>(circulating);
    for (int i = 0; i < circulating; i++) {
      freeImages.add(new float[fullLength]);
    }
    String name = "spnas-data-rank-" + rank.rank();
    start(this::read, name + "-read");
    for (int i = 0; i < input.decodeThreads(); i++) {
      RecordDecoder decoder = decoders.get();
      start(() -> decode(decoder), name + "-decode-" + i);
    }
  }

  private void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void read() {
    try (records) {
      int filled;
      do {
        List<OrderedRecord> batch = new ArrayList<>(batchSize);
        OrderedRecord record = null;
        while (batch.size() < batchSize && !closed && (record = records.next()) != null) {
          batch.add(record);
        }
        filled = batch.size();
        if (filled == batchSize) {
          deal(batch, freeImages.take());
        } else if (filled > 0) {
          deal(batch, new float[filled * imageValues]);
        }
      } while (filled == batchSize && !closed);
      pending.add(NO_MORE);
    } catch (InterruptedException e) {
      pending.add(NO_MORE);
    } catch (Throwable e) {
      pending.add(PendingBatch.failed(e));
    }
  }

  private void deal(List<OrderedRecord> records, float[] images) {
    Batch batch = new Batch(images, new int[records.size()], records.get(0).epoch());
    PendingBatch filling = new PendingBatch(batch);
    pending.add(filling);
    for (int i = 0; i < records.size(); i++) {
      slots.add(new Slot(filling, i, records.get(i)));
    }
  }

  private void decode(RecordDecoder decoder) {
    try {
      while (!closed) {
        Slot slot = slots.take();
        try {
          float[] images = slot.batch.batch().images();
          int label = decoder.decode(slot.record, images, slot.index * imageValues);
          slot.batch.filled(slot.index, label);
        } catch (Throwable e) {
          slot.batch.failed(slot.index, e);
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody waits for the rest.
    }
  }

  /**
   * The next batch, or null after the last. Its images are overwritten once the call after this one
   * has begun.
   *
   * @throws IOException the reading or decoding thread's failure
   * @throws InterruptedException when the calling thread is interrupted while it waits
   */
  Batch next() throws IOException, InterruptedException {
    if (failure != null) {
      rethrow(failure);
    }
    if (handedOut != null) {
      freeImages.add(handedOut);
      handedOut = null;
    }
    PendingBatch next = pending.take();
    while (!closed && !next.await(CLOSED_CHECK_MS)) {
      continue;
    }
    if (closed) {
      throw new IllegalStateException("The batches are closed");
    }
    failure = next.failure();
    if (failure != null) {
      close();
      rethrow(failure);
    }
    if (next == NO_MORE) {
      pending.add(NO_MORE);
      return null;
    }
    Batch batch = next.batch();
    handedOut = batch.images().length == fullLength ? batch.images() : null;
    return batch;
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof RuntimeException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException("Reading batches failed", failure);
  }

  /** Stops the threads and waits until they have ended. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    pending.add(NO_MORE);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
