package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;

/** Memory that the maps of several layers use, one after the other. */
final class SharedMaps {
  private final int batch;
  private final Arena arena;
  private long floats;
  private long address;

  /**
   * @param batch images of each map
   * @param arena where the memory comes from, when it is used first
   */
  SharedMaps(int batch, Arena arena) {
    this.batch = batch;
    this.arena = arena;
  }

  /** Makes room for maps of a size. Called before the first {@link #tensor}. */
  void reserve(Geometry geometry) {
    floats = Math.max(floats, (long) batch * geometry.imageFloats());
  }

  /** Maps in this memory, of a size that room was made for. */
  NativeTensor tensor(Geometry geometry) {
    if (address == 0) {
      address = arena.floats(floats);
    }
    return new NativeTensor(geometry, batch, address);
  }
}
