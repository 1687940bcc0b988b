package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Memory of the maps that some images of a batch go through. Maps of the same place take it one
 * after the other: at any time there are a block's input, what its expansion makes of it, and what
 * its depthwise convolution makes of that.
 */
final class InferenceMaps {
  private final int images;
  private final int strips;
  private final Map<Place, Long> floats = new EnumMap<>(Place.class);
  private final Map<Place, Long> addresses = new EnumMap<>(Place.class);

  /** What maps are to a block. */
  enum Place {
    /** Its input, or the output of the block before. */
    EVEN,
    /** The other of both. */
    ODD,
    /** What every other expansion computes. */
    EXPANDED_EVEN,
    /**
     * What the expansions between compute: threads may begin with one of them while others still
     * read the one before.
     */
    EXPANDED_ODD,
    /** What a depthwise convolution computes. */
    FILTERED;

    /** The place of a pair that this one is not. */
    Place other() {
      return switch (this) {
        case EVEN -> ODD;
        case ODD -> EVEN;
        case EXPANDED_EVEN -> EXPANDED_ODD;
        case EXPANDED_ODD -> EXPANDED_EVEN;
        case FILTERED -> FILTERED;
      };
    }
  }

  /**
   * @param units the network's convolutions
   * @param images images at a time
   * @param strips strips of each image
   * @param arena where memory comes from
   */
  InferenceMaps(List<Unit> units, int images, int strips, Arena arena) {
    this.images = images;
    this.strips = strips;
    for (Unit unit : units) {
      long needed = (long) images * unit.shape().out().imageFloats();
      switch (unit.role()) {
        case EXPAND, HEAD -> reserve(Place.EXPANDED_EVEN, needed);
        case DEPTHWISE -> reserve(Place.FILTERED, needed);
        default -> reserve(Place.EVEN, needed);
      }
    }
    floats.forEach((place, count) -> addresses.put(place, arena.floats(count)));
  }

  private void reserve(Place place, long needed) {
    floats.merge(place, needed, Math::max);
    floats.merge(place.other(), needed, Math::max);
  }

  int images() {
    return images;
  }

  int strips() {
    return strips;
  }

  /** Maps of a size at a place. */
  Strips at(Place place, Geometry geometry) {
    return new Strips(geometry, images, strips, addresses.get(place));
  }
}
