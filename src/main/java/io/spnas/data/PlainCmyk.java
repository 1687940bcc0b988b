package io.spnas.data;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * Decodes a CMYK JPEG without Adobe's marker. OpenCV takes every CMYK value for an inverted one,
 * which only Adobe's are.
 */
final class PlainCmyk {
  private PlainCmyk() {}

  /** Pixels [H, W, 3], blue first: each (255 - ink) * (255 - black) / 255. */
  static Mat decode(byte[] encoded) throws UnreadableImageException {
    Raster inks = inks(encoded);
    int width = inks.getWidth();
    int height = inks.getHeight();
    int[] row = new int[width * 4];
    byte[] bgr = new byte[width * 3];
    Mat pixels = new Mat(height, width, CvType.CV_8UC3);
    for (int y = 0; y < height; y++) {
      inks.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int white = 255 - row[4 * x + 3];
        for (int c = 0; c < 3; c++) {
          bgr[3 * x + c] = (byte) (((255 - row[4 * x + 2 - c]) * white + 127) / 255);
        }
      }
      pixels.put(y, 0, bgr);
    }
    return pixels;
  }

  private static Raster inks(byte[] encoded) throws UnreadableImageException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(encoded))) {
      reader.setInput(in, true, true);
      return reader.readRaster(0, null);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableImageException("damaged CMYK JPEG: " + e.getMessage(), e);
    } finally {
      reader.dispose();
    }
  }
}
