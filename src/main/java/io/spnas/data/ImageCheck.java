package io.spnas.data;

/** How closely an image is looked at before it goes into a shard. */
public enum ImageCheck {
  /**
   * The header, and in a JPEG all markers up to its end: finds what is no image and what is cut
   * short, at the cost of a copy. A PNG, of which there are few, is decoded.
   */
  MARKERS,

  /** All pixels are decoded and forgotten: finds damage in the middle too. */
  DECODE;

  /**
   * Looks at an image.
   *
   * @return what its header tells
   * @throws UnreadableImageException when it is no whole JPEG or PNG image
   */
  public ImageHeader check(byte[] encoded) throws UnreadableImageException {
    ImageHeader header = ImageHeader.parse(encoded);
    if (this == DECODE || header.format() == ImageFormat.PNG) {
      ImageDecoder.decode(encoded).release();
    }
    return header;
  }
}
