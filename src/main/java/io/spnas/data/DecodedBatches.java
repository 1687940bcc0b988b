package io.spnas.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batches decoded once and kept in memory, for those who read the same images again and again. May
 * be read by several threads.
 *
 * @param batches the batches, in their order
 */
public record DecodedBatches(List<Batch> batches) {

  /** Copies. */
  public DecodedBatches {
    batches = List.copyOf(batches);
  }

  /** Memory that the pixels of so many images take, in bytes. */
  public static long bytes(InputSpec input, long images) {
    return images * input.imageValues() * Float.BYTES;
  }

  /**
   * Reads batches to their end.
   *
   * @throws IOException when an image can't be read
   * @throws InterruptedException if the thread is interrupted
   */
  public static DecodedBatches all(EvaluationBatches source)
      throws IOException, InterruptedException {
    List<Batch> batches = new ArrayList<>();
    for (Optional<Batch> next = source.next(); next.isPresent(); next = source.next()) {
      batches.add(copy(next.get()));
    }
    return new DecodedBatches(batches);
  }

  /** Reads the first batches of a source; see {@link #all}. */
  public static DecodedBatches first(int count, BatchSource source)
      throws IOException, InterruptedException {
    List<Batch> batches = new ArrayList<>();
    while (batches.size() < count) {
      batches.add(copy(source.next()));
    }
    return new DecodedBatches(batches);
  }

  /** The source fills its arrays again. */
  private static Batch copy(Batch batch) {
    return new Batch(batch.images().clone(), batch.labels().clone(), batch.epoch());
  }

  /** The batches from the first on, as a source. */
  public BatchSource source() {
    return batches.iterator()::next;
  }
}
