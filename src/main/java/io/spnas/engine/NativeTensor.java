package io.spnas.engine;

import java.nio.ByteBuffer;

/**
 * Maps of a batch in native memory, in MKL-DNN's blocked layout [N, C/B, H, W, B]: B channels of a
 * pixel lie next to each other, and zeros fill the last block up.
 */
final class NativeTensor {
  private final Geometry geometry;
  private final long address;
  private final ByteBuffer[] images;

  /**
   * Size of the maps.
   *
   * @param channels C
   * @param height H
   * @param width W
   * @param block B
   */
  record Geometry(int channels, int height, int width, int block) {
    /** Blocks of channels. */
    int blocks() {
      return (channels + block - 1) / block;
    }

    int pixels() {
      return height * width;
    }

    /** Floats of one block's map. */
    int planeFloats() {
      return pixels() * block;
    }

    /** Floats of one image. */
    int imageFloats() {
      return blocks() * planeFloats();
    }
  }

  /**
   * @param geometry size of the maps
   * @param images N
   * @param address where they lie
   */
  NativeTensor(Geometry geometry, int images, long address) {
    this.geometry = geometry;
    this.address = address;
    this.images = new ByteBuffer[images];
    for (int n = 0; n < images; n++) {
      this.images[n] = NativeMemory.view(address(n), (long) geometry.imageFloats() * Float.BYTES);
    }
  }

  /** Allocates a tensor; it is of zeros where nobody else has its memory. */
  static NativeTensor allocate(Geometry geometry, int images, Room room) {
    return new NativeTensor(geometry, images, room.floats((long) images * geometry.imageFloats()));
  }

  Geometry geometry() {
    return geometry;
  }

  /** Address of an image. */
  long address(int image) {
    return NativeMemory.at(address, (long) image * geometry.imageFloats());
  }

  /** Address of a block of channels of an image. */
  long address(int image, int block) {
    return NativeMemory.at(address(image), (long) block * geometry.planeFloats());
  }

  /** View of an image. */
  ByteBuffer image(int image) {
    return images[image];
  }

  /** Where a block of channels begins in the view of an image, in bytes. */
  int at(int block) {
    return block * geometry.planeFloats() * Float.BYTES;
  }
}
