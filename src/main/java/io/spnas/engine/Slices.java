package io.spnas.engine;

/**
 * Cuts a loop over the elements of arrays into slices, which threads run side by side. For loops
 * whose elements don't depend on each other: their results have the same bits for any number of
 * threads.
 */
@FunctionalInterface
public interface Slices {
  /** The calling thread alone. */
  Slices WHOLE = (length, loop) -> loop.run(0, length);

  /** A loop over some of the elements. */
  @FunctionalInterface
  interface Loop {
    /** Runs the loop from {@code from}, inclusive, to {@code to}, exclusive. */
    void run(int from, int to);
  }

  /**
   * Runs the loop over the elements 0 to below {@code length}, and returns when all are done.
   *
   * @throws RuntimeException what the loop threw
   */
  void run(int length, Loop loop);
}
