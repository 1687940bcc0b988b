package io.spnas.spark.prepare;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** Runs one task a shard and brings a task's failure back as what it was. */
final class ShardJob {
  private ShardJob() {}

  /** Writes a shard under its final name. */
  interface ShardTask<P extends ShardPlan> extends Serializable {
    ShardResult write(P plan, Configuration configuration) throws IOException;
  }

  /**
   * Writes all shards but those that an earlier try finished.
   *
   * @param plans one a shard
   * @return the results in the order of the shards
   */
  static <P extends ShardPlan> List<ShardResult> run(
      JavaSparkContext spark,
      SplitOutput output,
      List<P> plans,
      ShardTask<P> task,
      PrepareReport report)
      throws IOException {
    Map<Integer, ShardResult> written = output.written(spark.hadoopConfiguration());
    List<P> toWrite = plans.stream().filter(plan -> !written.containsKey(plan.index())).toList();
    if (!written.isEmpty()) {
      report.progress(
          String.format(
              "%s: %d of %d shards are there already",
              output.split(), written.size(), plans.size()));
    }
    List<ShardResult> results = new ArrayList<>(written.values());
    if (!toWrite.isEmpty()) {
      ShardProgress.Tally tally =
          new ShardProgress.Tally(
              spark.sc().longAccumulator(),
              spark.sc().longAccumulator(),
              spark.sc().longAccumulator());
      long images = toWrite.stream().mapToLong(ShardPlan::images).sum();
      try (ShardProgress progress =
          new ShardProgress(output.split(), images, tally, report::progress)) {
        results.addAll(
            collect(
                spark, toWrite, toWrite.size(), new Write<>(output, task, share(spark), tally)));
      }
    }
    results.sort(Comparator.comparingInt(ShardResult::index));
    return results;
  }

  /** Hadoop's settings for tasks. */
  static Broadcast<SerializableConfiguration> share(JavaSparkContext spark) {
    return spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }

  /**
   * Does work on elements.
   *
   * @param tasks number of tasks that share it, at most
   * @throws InvalidInputException as a task threw it
   */
  static <T, R> List<R> collect(
      JavaSparkContext spark, List<T> elements, int tasks, Function<T, R> work) throws IOException {
    try {
      return spark.parallelize(elements, Math.min(tasks, elements.size())).map(work).collect();
    } catch (Exception e) {
      throw cause(e);
    }
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

  /** What Spark runs: the task, and after it what tells that it is done. */
  private record Write<P extends ShardPlan>(
      SplitOutput output,
      ShardTask<P> task,
      Broadcast<SerializableConfiguration> configuration,
      ShardProgress.Tally tally)
      implements Function<P, ShardResult> {
    @Override
    public ShardResult call(P plan) throws IOException {
      Configuration settings = configuration.value().value();
      ShardResult result = task.write(plan, settings);
      new WrittenShards(output).add(settings, result);
      tally.images().add(plan.images());
      tally.bytes().add(result.bytes());
      tally.refused().add(result.refused());
      return result;
    }
  }
}
