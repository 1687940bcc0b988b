package io.spnas.data;

import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Size;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * OpenCV's decoder and its default, bilinear resize, and nothing around them: no checks, no crop.
 */
final class OpenCvWork implements ImageWork {
  private final Size size;
  private final Mat resized = new Mat();

  OpenCvWork(int size) {
    OpenCvLibrary.ensureLoaded();
    this.size = new Size(size, size);
  }

  @Override
  public void run(byte[] encoded, long number) {
    Mat file = new MatOfByte(encoded);
    Mat pixels = Imgcodecs.imdecode(file, Imgcodecs.IMREAD_COLOR);
    Imgproc.resize(pixels, resized, size);
    pixels.release();
    file.release();
  }
}
