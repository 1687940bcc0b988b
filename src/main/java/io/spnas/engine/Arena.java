package io.spnas.engine;

import java.util.ArrayList;
import java.util.List;

/** Native memory of one network, aligned for vectors, zero at first, and freed all at once. */
final class Arena implements AutoCloseable {
  private final List<Long> allocated = new ArrayList<>();

  /**
   * Allocates room for floats.
   *
   * @return its address
   */
  synchronized long floats(long count) {
    long bytes = count * Float.BYTES;
    long start = NativeMemory.allocate(bytes + NativeMemory.ALIGNMENT);
    allocated.add(start);
    long address = (start + NativeMemory.ALIGNMENT - 1) & -NativeMemory.ALIGNMENT;
    NativeMemory.clear(address, bytes);
    return address;
  }

  @Override
  public synchronized void close() {
    allocated.forEach(NativeMemory::free);
    allocated.clear();
  }
}
