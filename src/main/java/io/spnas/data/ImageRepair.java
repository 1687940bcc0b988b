package io.spnas.data;

import java.util.regex.Pattern;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Makes RGB JPEG files of the odd ones that TensorFlow's conversion of ImageNet converts too: PNG
 * files that are called JPEG, and CMYK files. It has lists of them; here their bytes tell.
 */
public final class ImageRepair {
  private static final Pattern JPEG_NAME = Pattern.compile("(?i).*\\.jpe?g");

  /** As the published conversion writes them. */
  private static final int QUALITY = 100;

  private ImageRepair() {}

  /** Whether an image is one that is converted. */
  public static boolean isOdd(ImageHeader header, String filename) {
    return header.cmyk()
        || header.format() == ImageFormat.PNG && JPEG_NAME.matcher(filename).matches();
  }

  /**
   * An image as RGB JPEG of the best quality.
   *
   * @throws UnreadableImageException when it can't be decoded
   */
  public static byte[] toRgbJpeg(byte[] encoded) throws UnreadableImageException {
    Mat pixels = ImageDecoder.decode(encoded);
    MatOfByte jpeg = new MatOfByte();
    MatOfInt parameters = new MatOfInt(Imgcodecs.CV_IMWRITE_JPEG_QUALITY, QUALITY);
    try {
      if (!Imgcodecs.imencode(".jpg", pixels, jpeg, parameters)) {
        throw new UnreadableImageException("OpenCV can't write it as JPEG");
      }
      return jpeg.toArray();
    } finally {
      pixels.release();
      jpeg.release();
      parameters.release();
    }
  }
}
