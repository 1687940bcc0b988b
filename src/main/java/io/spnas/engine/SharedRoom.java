package io.spnas.engine;

/** The same memory for all who ask: they use it one after the other. */
final class SharedRoom implements Room {
  private final Arena arena;
  private long reserved;
  private long address;

  /**
   * @param arena where the memory comes from, when it is first asked for
   */
  SharedRoom(Arena arena) {
    this.arena = arena;
  }

  /** Makes it large enough. Called before anybody asks for it. */
  void reserve(long count) {
    reserved = Math.max(reserved, count);
  }

  /**
   * Gives the memory.
   *
   * @throws IllegalStateException if less was reserved
   */
  @Override
  public synchronized long floats(long count) {
    if (count > reserved) {
      throw new IllegalStateException(
          String.format("%d floats of shared memory, expected %d at most", count, reserved));
    }
    if (address == 0) {
      address = arena.floats(reserved);
    }
    return address;
  }
}
