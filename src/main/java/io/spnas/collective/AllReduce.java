package io.spnas.collective;

/**
 * Sums a buffer over all ranks, in place. One thread at a time; all ranks call {@link #sum} equally
 * often, each time with the same length.
 */
public interface AllReduce extends AutoCloseable {

  /** This rank, 0 to below {@link #worldSize}. */
  int rank();

  /** Number of ranks. */
  int worldSize();

  /**
   * How messages name a rank, with its address if it has one: "rank 1 (host:port)".
   *
   * @throws IndexOutOfBoundsException if there is no such rank
   */
  String name(int rank);

  /**
   * Replaces {@code buffer[0 .. length)} by the sum over all ranks: the same bits on every rank and
   * in every run.
   *
   * @param buffer [at least length]; its content is undefined after an exception
   * @param length number of floats, the same on all ranks; 0 only waits for the others
   * @throws CollectiveException if a rank failed, is late or sums another length, or if this thread
   *     was interrupted (its interrupt status is then set); no later call can succeed
   * @throws IndexOutOfBoundsException if {@code length} is negative or above {@code buffer.length}
   */
  void sum(float[] buffer, int length) throws CollectiveException;

  /** Leaves the others, who fail if they still need this rank. Can be called again. */
  @Override
  void close();
}
