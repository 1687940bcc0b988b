package io.spnas.engine;

import io.spnas.engine.NativeTensor.Geometry;
import java.nio.ByteBuffer;

/**
 * Maps in native memory, cut across into strips of rows that threads compute side by side. The
 * channels of a strip lie together, [strips][C/B, rows, W, B], so that each strip is to MKL-DNN a
 * map of its own. Maps in one strip each lie as those of a {@link NativeTensor}.
 */
final class Strips {
  private final Geometry geometry;
  private final int count;
  private final long address;
  private final ByteBuffer view;

  /**
   * @param geometry size of the maps
   * @param images images, more than one only in one strip each
   * @param count strips; some are empty where there are fewer rows
   * @param address where they lie
   */
  Strips(Geometry geometry, int images, int count, long address) {
    this.geometry = geometry;
    this.count = count;
    this.address = address;
    this.view = NativeMemory.view(address, (long) images * geometry.imageFloats() * Float.BYTES);
  }

  Geometry geometry() {
    return geometry;
  }

  /** First row of a strip. */
  int first(int strip) {
    return first(geometry, count, strip);
  }

  /** First row of one of so many strips of a map; that behind the last is the map's height. */
  static int first(Geometry geometry, int count, int strip) {
    return geometry.height() * strip / count;
  }

  /** Rows of a strip. */
  int rows(int strip) {
    return first(strip + 1) - first(strip);
  }

  /** Address of a strip, of the first image's where there are several. */
  long strip(int strip) {
    return address(0, 0, first(strip));
  }

  /** Address of a row. */
  long address(int image, int channelBlock, int row) {
    return NativeMemory.at(address, floats(image, channelBlock, row));
  }

  /** All images, in bytes; see {@link #at}. */
  ByteBuffer view() {
    return view;
  }

  /** Where a row begins in the view. */
  int at(int image, int channelBlock, int row) {
    return floats(image, channelBlock, row) * Float.BYTES;
  }

  private int floats(int image, int channelBlock, int row) {
    int strip = 0;
    while (first(strip + 1) <= row) {
      strip++;
    }
    int line = geometry.width() * geometry.block();
    int rows = geometry.blocks() * first(strip) + channelBlock * rows(strip) + row - first(strip);
    return image * geometry.imageFloats() + rows * line;
  }
}
