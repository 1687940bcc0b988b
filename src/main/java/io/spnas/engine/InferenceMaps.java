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
    /** What an expansion computes. */
    EXPANDED,
    /** What a depthwise convolution computes. */
    FILTERED;

    /** Where the output of a block goes that reads from here, but does not add to it. */
    Place other() {
      return this == EVEN ? ODD : EVEN;
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
        case EXPAND, HEAD -> floats.merge(Place.EXPANDED, needed, Math::max);
        case DEPTHWISE -> floats.merge(Place.FILTERED, needed, Math::max);
        default -> {
          floats.merge(Place.EVEN, needed, Math::max);
          floats.merge(Place.ODD, needed, Math::max);
        }
      }
    }
    floats.forEach((place, count) -> addresses.put(place, arena.floats(count)));
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
