package io.spnas.data;

import io.spnas.config.InvalidInputException;
import java.io.Serializable;

/**
 * One worker's part of the data.
 *
 * @param rank number of the worker, from 0
 * @param worldSize number of workers
 * @param batchSize images in a batch of this worker
 * @param classes number of classes the network tells apart
 * @param seed seed of assignment, shuffling and augmentation; the same on all ranks
 */
public record RankSpec(int rank, int worldSize, int batchSize, int classes, long seed)
    implements Serializable {
  public RankSpec {
    if (batchSize < 1) {
      throw new InvalidInputException(
          "Batch of %d images for rank %d of %d; expected at least 1 a worker",
          batchSize, rank, worldSize);
    }
  }
}
