package io.spnas.data;

import java.nio.ByteBuffer;

/**
 * What the first bytes of an image file tell.
 *
 * @param format file format
 * @param width width in pixels
 * @param height height in pixels
 * @param channels values per pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha or CMYK
 * @param adobe whether a JPEG carries Adobe's marker, whose CMYK values are stored inverted
 */
public record ImageHeader(ImageFormat format, int width, int height, int channels, boolean adobe) {
  /** Most pixels that are decoded: a damaged header must not allocate without bound. */
  static final long MAX_PIXELS = 1L << 27;

  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int PNG_HEADER_BYTES = 26;

  /** Whether the pixels are cyan, magenta, yellow and black. */
  boolean cmyk() {
    return format == ImageFormat.JPEG && channels == 4;
  }

  /** The published name of the colour space. */
  String colorspace() {
    return cmyk() ? "CMYK" : channels <= 2 ? "Grayscale" : "RGB";
  }

  /**
   * Reads the header of a JPEG or PNG file. A JPEG is followed to its end-of-image marker, because
   * the decoder fills what is missing with grey and says nothing.
   *
   * @param encoded the whole file
   * @throws UnreadableImageException when it is no such file, a JPEG that is cut short, or tells of
   *     more pixels than its bytes can hold
   */
  public static ImageHeader parse(byte[] encoded) throws UnreadableImageException {
    ImageHeader header;
    if (encoded.length >= 3 && u16(encoded, 0) == 0xffd8 && (encoded[2] & 0xff) == 0xff) {
      header = new JpegMarkers(encoded).header();
    } else if (encoded.length >= PNG_HEADER_BYTES && i64(encoded, 0) == PNG_SIGNATURE) {
      header = png(encoded);
    } else {
      throw new UnreadableImageException(
          String.format("neither JPEG nor PNG, %d bytes", encoded.length));
    }
    header.requireSize(encoded.length);
    return header;
  }

  private void requireSize(int fileBytes) throws UnreadableImageException {
    long pixels = (long) width * height;
    if (width <= 0 || height <= 0 || pixels > MAX_PIXELS) {
      throw new UnreadableImageException(
          String.format("%d x %d pixels; expected 1 to %d", width, height, MAX_PIXELS));
    }
    if (pixels > format.mostPixels(fileBytes)) {
      throw new UnreadableImageException(
          String.format(
              "%d x %d pixels in a %s of %d bytes, which can hold %d",
              width, height, format, fileBytes, format.mostPixels(fileBytes)));
    }
  }

  private static ImageHeader png(byte[] encoded) throws UnreadableImageException {
    int colourType = encoded[25];
    int channels =
        switch (colourType) {
          case 0 -> 1;
          case 2, 3 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw new UnreadableImageException("PNG of colour type " + colourType);
        };
    int width = (int) (i64(encoded, 16) >>> 32);
    int height = (int) i64(encoded, 16);
    return new ImageHeader(ImageFormat.PNG, width, height, channels, false);
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }

  private static long i64(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at);
  }
}
