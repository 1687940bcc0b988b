package io.spnas.data;

import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/** Encodes raw pixels as PNG, which loses nothing. Thread-safe. */
public final class PngEncoder {
  private PngEncoder() {}

  /**
   * A PNG file of one channel.
   *
   * @param pixels grey values [height, width]
   */
  public static byte[] grey(byte[] pixels, int height, int width) {
    OpenCvLibrary.ensureLoaded();
    Mat image = new Mat(height, width, CvType.CV_8UC1);
    MatOfByte file = new MatOfByte();
    try {
      image.put(0, 0, pixels);
      if (!Imgcodecs.imencode(".png", image, file)) {
        throw new IllegalStateException(
            String.format("OpenCV could not encode %d x %d pixels as PNG", width, height));
      }
      return file.toArray();
    } finally {
      image.release();
      file.release();
    }
  }
}
