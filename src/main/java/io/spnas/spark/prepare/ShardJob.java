package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Runs one task a shard and brings a task's failure back as what it was. */
final class ShardJob {
  private ShardJob() {}

  /**
   * Writes all shards.
   *
   * @param plans one element a shard
   * @return the results in the order of the shards
   */
  static <T> List<ShardResult> run(
      JavaSparkContext spark, List<T> plans, Function<T, ShardResult> write) throws IOException {
    List<ShardResult> results;
    try {
      results = spark.parallelize(plans, plans.size()).map(write).collect();
    } catch (Exception e) {
      throw cause(e);
    }
    return results.stream().sorted(Comparator.comparingInt(ShardResult::index)).toList();
  }

  private static IOException cause(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInputException mistake) {
        throw mistake;
      }
      if (cause instanceof IOException e) {
        return new IOException(e.getMessage(), failure);
      }
    }
    return new IOException("Writing shards failed: " + failure.getMessage(), failure);
  }
}
