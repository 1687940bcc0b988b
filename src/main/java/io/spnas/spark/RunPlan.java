package io.spnas.spark;

import io.spnas.data.RankSpec;
import io.spnas.data.ShardDirectory;
import java.io.Serializable;

/**
 * What the driver tells every worker.
 *
 * @param recipe what is run
 * @param shards the training shards
 * @param images images of the training set
 * @param runDirectory directory of the run, wherever a worker stands
 * @param workers number of workers
 * @param firstStep steps done before; above 0 there is a checkpoint of it
 */
record RunPlan(
    Recipe recipe,
    ShardDirectory shards,
    long images,
    String runDirectory,
    int workers,
    long firstStep)
    implements Serializable {

  /** The same from another step on. */
  RunPlan from(long step) {
    return new RunPlan(recipe, shards, images, runDirectory, workers, step);
  }

  /** Steps in all. */
  long steps() {
    return recipe.schedule(images).steps();
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
