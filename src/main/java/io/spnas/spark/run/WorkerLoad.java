package io.spnas.spark.run;

import io.spnas.config.InvalidInputException;
import io.spnas.data.InputSpec;
import io.spnas.data.ShardDirectory;
import io.spnas.space.NetworkShape;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * What a worker computes, as far as its memory depends on it.
 *
 * @param shape the network
 * @param input what becomes of an image
 * @param batch images a step
 * @param threads threads that compute a step
 * @param recordBytes mean bytes of an encoded image
 */
public record WorkerLoad(
    NetworkShape shape, InputSpec input, int batch, int threads, long recordBytes) {
  /** ImageNet's mean, and some more. */
  private static final long USUAL_RECORD_BYTES = 128 << 10;

  /** Of a worker of a run. */
  public static WorkerLoad of(
      RunRequest request, Recipe recipe, NetworkShape shape, int cores, Configuration hadoop) {
    int batch = (recipe.globalBatch() + request.workers() - 1) / request.workers();
    long record = recordBytes(hadoop, request.data(), "train");
    return new WorkerLoad(shape, recipe.input(), batch, cores, record);
  }

  /**
   * Mean bytes of the records of a split; those of photographs where it can't be looked up, for
   * instance because only the cluster can.
   */
  public static long recordBytes(Configuration hadoop, String data, String split) {
    try {
      ShardDirectory shards = ShardDirectory.open(hadoop, data, split);
      long bytes = shards.shards().stream().mapToLong(shard -> shard.bytes()).sum();
      return Math.max(1, bytes / Math.max(1, shards.estimateRecords(hadoop)));
    } catch (IOException | InvalidInputException e) {
      return USUAL_RECORD_BYTES;
    }
  }
}
