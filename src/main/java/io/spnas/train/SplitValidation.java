package io.spnas.train;

import io.spnas.collective.AllReduce;
import io.spnas.collective.CollectiveException;
import io.spnas.data.Batch;
import io.spnas.data.EvaluationBatches;
import io.spnas.data.InputSpec;
import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.space.NetworkShape;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Evaluates on a split of shards: each worker its own, once. Workers add up their counts every few
 * batches, as one that has much more to do than another would look lost otherwise.
 */
public final class SplitValidation implements Validation {
  private static final int BATCHES_PER_ROUND = 8;

  private final NetworkShape shape;
  private final double epsilon;
  private final ShardDirectory shards;
  private final InputSpec input;
  private final RankSpec rank;
  private final int threads;
  private final Configuration hadoop;

  /**
   * @param shape the network
   * @param epsilon what batch norm adds to the variance under the root
   * @param shards the split
   * @param input what becomes of an image
   * @param rank this worker's part
   * @param threads threads that compute
   * @param hadoop how to reach file systems
   */
  public SplitValidation(
      NetworkShape shape,
      double epsilon,
      ShardDirectory shards,
      InputSpec input,
      RankSpec rank,
      int threads,
      Configuration hadoop) {
    this.shape = shape;
    this.epsilon = epsilon;
    this.shards = shards;
    this.input = input;
    this.rank = rank;
    this.threads = threads;
    this.hadoop = hadoop;
  }

  @Override
  public Result evaluate(float[] weights, float[] statistics, AllReduce workers)
      throws CollectiveException, IOException, InterruptedException {
    try (EvaluationBatches batches = EvaluationBatches.open(hadoop, shards, input, rank);
        Evaluation evaluation =
            Evaluation.compile(shape, rank.batchSize(), threads, epsilon, weights, statistics)) {
      EvaluationCounts all = EvaluationCounts.NONE;
      boolean more = true;
      while (more) {
        Round round = round(batches, evaluation);
        float[] sums = {
          round.counts.images(),
          round.counts.top1(),
          round.counts.top5(),
          (float) round.counts.loss(),
          round.isLast ? 0 : 1
        };
        workers.sum(sums, sums.length);
        all =
            all.plus(
                new EvaluationCounts(
                    Math.round(sums[0]), Math.round(sums[1]), Math.round(sums[2]), sums[3]));
        more = sums[4] > 0;
      }
      return new Result(all.images(), all.top1Share(), all.top5Share(), all.meanLoss());
    }
  }

  /** A few batches of this worker. */
  private record Round(EvaluationCounts counts, boolean isLast) {}

  private static Round round(EvaluationBatches batches, Evaluation evaluation)
      throws IOException, InterruptedException {
    EvaluationCounts counts = EvaluationCounts.NONE;
    for (int i = 0; i < BATCHES_PER_ROUND; i++) {
      Optional<Batch> batch = batches.next();
      if (batch.isEmpty()) {
        return new Round(counts, true);
      }
      counts = counts.plus(evaluation.count(batch.get(), Evaluation.Observer.NONE));
    }
    return new Round(counts, false);
  }
}
