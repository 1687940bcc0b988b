package io.spnas.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * One rank's part of a split, once, with centre crops and without shuffling. Over all ranks every
 * image comes once; with fewer shards than ranks, some ranks have no batch at all. The last batch
 * of a rank may be smaller than the others.
 *
 * <p>For one consuming thread; {@link #close} may come from another.
 */
public final class EvaluationBatches implements AutoCloseable {
  private final BatchPipeline pipeline;

  private EvaluationBatches(BatchPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Starts reading and decoding ahead.
   *
   * @throws io.spnas.config.InvalidInputException when the split has more classes than the network
   *     tells apart
   */
  public static EvaluationBatches open(
      Configuration configuration, ShardDirectory directory, InputSpec input, RankSpec rank) {
    directory.requireClasses(rank.classes());
    List<Shard> shards =
        ShardAssignment.spread(directory.shards(), rank.worldSize(), rank.seed(), 0)
            .get(rank.rank());
    return new EvaluationBatches(
        new BatchPipeline(
            new SequentialRecords(configuration, shards),
            () -> RecordDecoder.evaluation(input, rank),
            input,
            rank));
  }

  /**
   * The next batch, or empty after the last. Its images stay until the next call.
   *
   * @throws IOException when a shard or image is corrupt or unreadable; every later call too
   * @throws io.spnas.config.InvalidInputException when a record is no example or of a class too
   *     many
   */
  public Optional<Batch> next() throws IOException, InterruptedException {
    return Optional.ofNullable(pipeline.next());
  }

  /** Stops all threads. */
  @Override
  public void close() {
    pipeline.close();
  }
}
