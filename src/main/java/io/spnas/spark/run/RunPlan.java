package io.spnas.spark.run;

import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.data.ShardParts;
import io.spnas.data.StepBatches;
import io.spnas.data.TrainingBatches;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * What the driver tells every worker.
 *
 * @param recipe what is run
 * @param shards the training shards
 * @param images images of the shards that steps read: an epoch is as many
 * @param runDirectory directory of the run, wherever a worker stands
 * @param workers number of workers
 * @param firstStep steps done before; above 0 there is a checkpoint of it
 */
record RunPlan(
    Recipe recipe, ShardParts shards, long images, String runDirectory, int workers, long firstStep)
    implements Serializable {

  /** The same from another step on. */
  RunPlan from(long step) {
    return new RunPlan(recipe, shards, images, runDirectory, workers, step);
  }

  /** Steps in all. */
  long steps() {
    return recipe.schedule(images).steps();
  }

  /**
   * Starts to read a worker's batches from the first step on.
   *
   * @param rank the worker
   * @param hadoop how to reach the shards
   */
  StepBatches batches(int rank, Configuration hadoop) {
    return new StepBatches(
        recipe::readsHeldBack,
        firstStep,
        batch -> batches(shards.kept(), rank, batch, hadoop),
        batch -> batches(shards.heldBack(), rank, batch, hadoop));
  }

  private TrainingBatches batches(
      ShardDirectory part, int rank, long firstBatch, Configuration hadoop) {
    return TrainingBatches.open(hadoop, part, recipe.input(), rank(rank), firstBatch);
  }

  /** A worker's part of the data. */
  RankSpec rank(int rank) {
    return new RankSpec(
        rank,
        workers,
        recipe.globalBatch() / workers,
        recipe.settings().model().classes(),
        recipe.seed());
  }
}
