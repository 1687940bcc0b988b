package io.spnas.spark.prepare;

/** What goes into one shard, as it is sent to the task that writes it. */
interface ShardPlan {
  /** Number of the shard, from 0. */
  int index();

  /** Number of images that are meant for it. */
  int images();
}
