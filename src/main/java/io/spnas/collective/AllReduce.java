package io.spnas.collective;

/**
 * Sums arrays over all workers. All ranks call {@link #sum} equally often with the same lengths.
 * Not thread-safe.
 */
public interface AllReduce extends AutoCloseable {
  /** This worker's number, from 0. */
  int rank();

  /** Number of workers. */
  int worldSize();

  /**
   * Replaces the first {@code length} values by their sums over all workers: the same bits on every
   * rank.
   *
   * @throws CollectiveException if another worker is lost, late or out of step, naming it; the ring
   *     can't be used any more
   */
  void sum(float[] values, int length) throws CollectiveException;

  /** Closes all connections; neighbours that still wait for this rank fail. */
  @Override
  void close();
}
