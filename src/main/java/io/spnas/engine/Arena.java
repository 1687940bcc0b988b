package io.spnas.engine;

import java.util.ArrayList;
import java.util.List;

/** Native memory of one network, aligned for vectors, zero at first, and freed all at once. */
final class Arena implements Room, AutoCloseable {
  private final List<Long> allocated = new ArrayList<>();
  private long bytes;

  @Override
  public synchronized long floats(long count) {
    long room = count * Float.BYTES + NativeMemory.ALIGNMENT;
    long start = NativeMemory.allocate(room);
    allocated.add(start);
    bytes += room;
    long address = (start + NativeMemory.ALIGNMENT - 1) & -NativeMemory.ALIGNMENT;
    NativeMemory.clear(address, count * Float.BYTES);
    return address;
  }

  /** Bytes allocated so far. */
  synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized void close() {
    allocated.forEach(NativeMemory::free);
    allocated.clear();
  }
}
