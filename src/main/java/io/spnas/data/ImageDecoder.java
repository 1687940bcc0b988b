package io.spnas.data;

import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;

/**
 * Decodes JPEG (grey, YCbCr, CMYK, YCCK; baseline or progressive) and PNG with OpenCV. An
 * orientation in a photograph's EXIF data is not applied, as the published pipeline does not.
 * Thread-safe.
 */
public final class ImageDecoder {
  private ImageDecoder() {}

  /**
   * Decodes an image and forgets the pixels: shows that it is whole.
   *
   * @return format and size
   * @throws UnreadableImageException when it can't be decoded
   */
  public static ImageHeader verify(byte[] encoded) throws UnreadableImageException {
    decode(encoded).release();
    return ImageHeader.parse(encoded);
  }

  /** Pixels [H, W, 3] in native memory, blue first; the caller releases them. */
  static Mat decode(byte[] encoded) throws UnreadableImageException {
    ImageHeader header = ImageHeader.parse(encoded);
    return decodeTop(encoded, header, header.height());
  }

  /**
   * The upper rows at least, of those that {@link #decode} gives.
   *
   * @param header the image's
   * @param rows how many are needed
   */
  static Mat decodeTop(byte[] encoded, ImageHeader header, int rows)
      throws UnreadableImageException {
    OpenCvLibrary.ensureLoaded();
    if (header.cmyk() && !header.adobe()) {
      return PlainCmyk.decode(encoded);
    }
    if (header.format() == ImageFormat.JPEG && rows < header.height()) {
      int heightAt = JpegRows.heightAt(encoded);
      if (heightAt > 0) {
        Mat top = decode(JpegRows.cut(encoded, heightAt, rows), header, rows, encoded.length);
        if (JpegRows.hasLastRow(top)) {
          return top;
        }
        top.release();
      }
    }
    return decode(new MatOfByte(encoded), header, header.height(), encoded.length);
  }

  /** Decodes a file, which is released, to pixels of the width and height it should have. */
  private static Mat decode(Mat file, ImageHeader header, int height, int bytes)
      throws UnreadableImageException {
    try {
      Mat pixels =
          Imgcodecs.imdecode(file, Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION);
      if (pixels.rows() != height
          || pixels.cols() != header.width()
          || pixels.type() != CvType.CV_8UC3) {
        pixels.release();
        throw new UnreadableImageException(
            String.format("damaged %s of %d bytes", header.format(), bytes));
      }
      return pixels;
    } catch (CvException e) {
      throw new UnreadableImageException(
          String.format("damaged %s: %s", header.format(), e.getMessage().strip()), e);
    } finally {
      file.release();
    }
  }
}
