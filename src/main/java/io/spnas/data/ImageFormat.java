package io.spnas.data;

/** File formats of images that shards may hold. */
public enum ImageFormat {
  /** A block of 8 x 8 pixels takes one bit at least. */
  JPEG(512),

  /** A bit a pixel at least, of which deflate packs 1032 into one. */
  PNG(8 * 1032);

  private final int pixelsPerByte;

  ImageFormat(int pixelsPerByte) {
    this.pixelsPerByte = pixelsPerByte;
  }

  /** Most pixels that a file of so many bytes can hold. */
  long mostPixels(int bytes) {
    return (long) pixelsPerByte * bytes;
  }
}
