package io.spnas.engine;

/** Where native memory comes from. */
interface Room {
  /**
   * Gives room for floats.
   *
   * @return its address
   */
  long floats(long count);
}
