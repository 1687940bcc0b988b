package io.spnas.spark.prepare;

/** The number of a shard; its task finds out itself what goes into it. No record class: Kryo. */
final class IdxShard implements ShardPlan {
  private final int index;
  private final int images;

  IdxShard(int index, int images) {
    this.index = index;
    this.images = images;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public int images() {
    return images;
  }
}
