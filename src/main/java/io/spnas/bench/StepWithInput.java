package io.spnas.bench;

import io.spnas.data.Batch;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.TrainingBatches;
import java.io.IOException;
import java.util.List;

/**
 * Times one worker's step on random images and on images that the input pipeline reads from shards,
 * decodes and augments meanwhile, on the same cores. Both take turns.
 */
public final class StepWithInput implements AutoCloseable {
  /** Steps of one kind before those of the other. */
  public static final int STRETCH = 4;

  private final int batch;
  private final int batchesAhead;
  private final PhotoShards shards;
  private final SupernetStep step;
  private final TrainingBatches pipeline;

  /**
   * @param jpegs the images, in memory
   * @param input what becomes of them
   * @param batch images a step
   * @param threads threads that compute a step; the input has its own
   */
  public StepWithInput(List<byte[]> jpegs, InputSpec input, int batch, int threads)
      throws IOException {
    int classes = SupernetStep.network(input.size()).classes();
    this.batch = batch;
    this.batchesAhead = input.prefetchBatches();
    this.step = new SupernetStep(input.size(), batch, threads);
    this.shards = new PhotoShards(jpegs, classes);
    this.pipeline =
        TrainingBatches.open(
            PhotoShards.CONFIGURATION,
            shards.open(),
            input,
            new RankSpec(0, 1, batch, classes, 1),
            0);
  }

  /**
   * Measures stretches of {@link #STRETCH} steps of each kind.
   *
   * @param stretches how many of each kind
   */
  public StepInputCost measure(int stretches) throws IOException, InterruptedException {
    StepInputCost cost = new StepInputCost();
    for (int i = 0; i < stretches; i++) {
      cost.add(pair());
    }
    return cost;
  }

  private StepInputCost.Pair pair() throws IOException, InterruptedException {
    // Meanwhile the pipeline fills up and comes to rest.
    step.run();
    long start = System.nanoTime();
    for (int i = 0; i < STRETCH; i++) {
      step.run();
    }
    double random = millisecondsAnImage(System.nanoTime() - start);

    // Batches that were decoded at rest would be for nothing.
    for (int i = 0; i < batchesAhead; i++) {
      step.run(pipeline.next());
    }
    long waited = 0;
    start = System.nanoTime();
    for (int i = 0; i < STRETCH; i++) {
      long before = System.nanoTime();
      Batch images = pipeline.next();
      waited += System.nanoTime() - before;
      step.run(images);
    }
    double withInput = millisecondsAnImage(System.nanoTime() - start);
    return new StepInputCost.Pair(random, withInput, millisecondsAnImage(waited));
  }

  private double millisecondsAnImage(long nanos) {
    return nanos / 1e6 / STRETCH / batch;
  }

  @Override
  public void close() throws IOException {
    pipeline.close();
    step.close();
    shards.close();
  }
}
