package io.spnas.spark;

import io.spnas.data.ShardDirectory;
import java.io.Serializable;

/**
 * What the driver tells every worker.
 *
 * @param configuration resolved configuration of the run, HOCON
 * @param shards the training shards
 * @param images images of the training set
 * @param runDirectory directory of the run
 * @param workers number of workers
 * @param firstStep steps done before; above 0 there is a checkpoint of it
 */
record SearchPlan(
    String configuration,
    ShardDirectory shards,
    long images,
    String runDirectory,
    int workers,
    long firstStep)
    implements Serializable {

  /** The same from another step on. */
  SearchPlan from(long step) {
    return new SearchPlan(configuration, shards, images, runDirectory, workers, step);
  }
}
