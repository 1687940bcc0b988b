package io.spnas.data;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The endless batches one rank trains on. In every epoch the rank reads its shards of that epoch
 * ({@link ShardAssignment}), each record once, in an order shuffled by seed, epoch and rank; a
 * batch may begin in one epoch and end in the next. Neither the number of threads nor a restart
 * changes a batch.
 *
 * <p>For one consuming thread; {@link #close} may come from another.
 */
public final class TrainingBatches implements BatchSource, AutoCloseable {
  private final BatchPipeline pipeline;

  private TrainingBatches(BatchPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Starts reading and decoding ahead.
   *
   * @param configuration Hadoop's settings, for the file system of the shards
   * @param directory the training split
   * @param firstBatch number of the first batch to come out, from 0: to resume after so many
   * @throws io.spnas.config.InvalidInputException when there are fewer shards than ranks, or more
   *     classes than the network tells apart
   */
  public static TrainingBatches open(
      Configuration configuration,
      ShardDirectory directory,
      InputSpec input,
      RankSpec rank,
      long firstBatch) {
    directory.requireClasses(rank.classes());
    long firstRecord = Math.multiplyExact(firstBatch, rank.batchSize());
    RecordSequence records =
        new ShuffledRecords(configuration, directory, input, rank, firstRecord);
    return new TrainingBatches(
        new BatchPipeline(records, () -> RecordDecoder.training(input, rank), input, rank));
  }

  /**
   * The next batch of {@code batchSize} images. Its images stay until the next call, which takes
   * their array back to fill it again; labels are the caller's.
   *
   * @throws IOException when a shard or image is corrupt or unreadable; every later call too
   * @throws io.spnas.config.InvalidInputException when a record is no example or of a class too
   *     many
   */
  @Override
  public Batch next() throws IOException, InterruptedException {
    return pipeline.next();
  }

  /** Stops all threads. */
  @Override
  public void close() {
    pipeline.close();
  }
}
