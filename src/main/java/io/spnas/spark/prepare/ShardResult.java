package io.spnas.spark.prepare;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of one shard. No record class: Kryo can't fill one.
 *
 * <p>Either the shard was written, or files were refused and it was not.
 */
final class ShardResult {
  /** Refused files that are named one by one, per shard. */
  private static final int NAMED = 10;

  private final int index;
  private final long records;
  private final long bytes;
  private final long refused;
  private final String[] refusals;

  private ShardResult(int index, long records, long bytes, List<String> refusals) {
    this.index = index;
    this.records = records;
    this.bytes = bytes;
    this.refused = refusals.size();
    this.refusals = refusals.stream().limit(NAMED).toArray(String[]::new);
  }

  static ShardResult written(int index, long records, long bytes) {
    return new ShardResult(index, records, bytes, new ArrayList<>());
  }

  /** A shard not written, with a line for each file that is no image. */
  static ShardResult refused(int index, List<String> refusals) {
    return new ShardResult(index, 0, 0, refusals);
  }

  int index() {
    return index;
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  /** Number of refused files. */
  long refused() {
    return refused;
  }

  /** Path and reason of the first refused files. */
  List<String> refusals() {
    return List.of(refusals);
  }
}
