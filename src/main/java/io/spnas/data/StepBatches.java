package io.spnas.data;

import java.io.IOException;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * A batch for each step, from one of two parts of a data set. Each part goes on where the last step
 * that read it stopped, and is opened by the first step that reads it: a run that is resumed reads
 * what the unbroken one does.
 *
 * <p>For one thread.
 */
public final class StepBatches implements BatchSource, AutoCloseable {
  private final LongPredicate readsHeldBack;
  private final Part kept;
  private final Part heldBack;
  private long step;

  /**
   * Opens the part that the first step reads.
   *
   * @param readsHeldBack whether a step reads held-back images
   * @param firstStep the first step, from 0
   * @param kept opens the batches of the other images, from a batch on
   * @param heldBack opens those of held-back images, from a batch on
   */
  public StepBatches(
      LongPredicate readsHeldBack,
      long firstStep,
      LongFunction<TrainingBatches> kept,
      LongFunction<TrainingBatches> heldBack) {
    this.readsHeldBack = readsHeldBack;
    this.kept = new Part(kept);
    this.heldBack = new Part(heldBack);
    this.step = firstStep;
    part();
  }

  private static final class Part {
    private final LongFunction<TrainingBatches> opening;
    private TrainingBatches open;

    Part(LongFunction<TrainingBatches> opening) {
      this.opening = opening;
    }

    void close() {
      if (open != null) {
        open.close();
      }
    }
  }

  /** The part that the step reads. */
  private TrainingBatches part() {
    boolean held = readsHeldBack.test(step);
    Part part = held ? heldBack : kept;
    if (part.open == null) {
      part.open =
          part.opening.apply(
              LongStream.range(0, step).filter(s -> readsHeldBack.test(s) == held).count());
    }
    return part.open;
  }

  @Override
  public Batch next() throws IOException, InterruptedException {
    Batch batch = part().next();
    step++;
    return batch;
  }

  /** Stops the threads of both parts. */
  @Override
  public void close() {
    kept.close();
    heldBack.close();
  }
}
