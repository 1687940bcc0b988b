package io.spnas.train;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import java.io.IOException;

/** Evaluates the averaged weights while a run goes on, on all workers together. */
public interface Validation {
  /** For runs whose schedule asks for none. */
  Validation NONE =
      (weights, statistics, workers) -> {
        throw new IllegalStateException("Nothing to evaluate on");
      };

  /**
   * What came out, over the whole split.
   *
   * @param images images evaluated, each once
   * @param top1 share whose class has the largest logit, 0 to 1
   * @param top5 share whose class is among the five largest logits, 0 to 1
   * @param loss cross-entropy without label smoothing, mean, natural logarithm
   */
  record Result(long images, double top1, double top5, double loss) {}

  /**
   * Evaluates; called by all workers at the same step.
   *
   * @param weights weights, or their moving averages
   * @param statistics batch norm's moving averages, or the averages that go with the weights'
   * @param workers all workers
   * @throws CollectiveException if another worker is lost
   * @throws IOException if the split can't be read
   * @throws InterruptedException if the thread is interrupted
   */
  Result evaluate(float[] weights, float[] statistics, AllReduce workers)
      throws CollectiveException, IOException, InterruptedException;
}
