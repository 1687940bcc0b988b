package io.spnas.bench;

import io.spnas.data.ImageWork;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The JDK's decoder, with or without its bilinear resize of the whole image. */
final class ImageIoWork {
  static {
    // Small images need no cache on disk, which would be what is measured.
    ImageIO.setUseCache(false);
  }

  private ImageIoWork() {}

  static ImageWork decode() {
    return (encoded, number) -> read(encoded);
  }

  static ImageWork decodeAndResize(int size) {
    BufferedImage resized = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = resized.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    return (encoded, number) -> graphics.drawImage(read(encoded), 0, 0, size, size, null);
  }

  private static BufferedImage read(byte[] encoded) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(encoded));
  }
}
