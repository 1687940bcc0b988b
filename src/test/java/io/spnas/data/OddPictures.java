package io.spnas.data;

import java.util.stream.IntStream;
import org.opencv.core.Core;
import org.opencv.core.Mat;

/** The kinds of files in ImageNet that its published conversion repairs. */
public final class OddPictures {
  private OddPictures() {}

  /** A CMYK JPEG as Adobe's programs write it, of one colour. */
  public static byte[] cmykJpeg(int width, int height) {
    int[] inverted = {200, 150, 100, 230};
    return Pictures.withAdobeMarker(Pictures.fourComponentJpeg(width, height, inverted), 0);
  }

  /** How far the mean colours of two images are apart: in red, green or blue, of 255. */
  public static double colourDistance(byte[] encoded, byte[] other)
      throws UnreadableImageException {
    double[] mean = mean(encoded);
    double[] ofOther = mean(other);
    return IntStream.range(0, 3).mapToDouble(c -> Math.abs(mean[c] - ofOther[c])).max().orElse(0);
  }

  private static double[] mean(byte[] encoded) throws UnreadableImageException {
    Mat pixels = ImageDecoder.decode(encoded);
    double[] mean = Core.mean(pixels).val;
    pixels.release();
    return mean;
  }
}
