package io.spnas.data;

import java.util.Random;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Turns a file's bytes into network input: decode, crop, bicubic resize, mirror, then (pixel -
 * mean) / std. Not thread-safe: every decoding thread has its own.
 */
final class Augmentation {
  private final InputSpec input;
  private final float[][] scaled = new float[3][256];
  private final Mat resized;
  private final byte[] bgr;

  Augmentation(InputSpec input) {
    OpenCvLibrary.ensureLoaded();
    this.input = input;
    this.resized = new Mat();
    this.bgr = new byte[input.imageValues()];
    for (int channel = 0; channel < 3; channel++) {
      for (int value = 0; value < 256; value++) {
        scaled[channel][value] = (value - input.mean()[channel]) / input.std()[channel];
      }
    }
  }

  /**
   * For training: a random crop, mirrored or not. The same random sequence gives the same result.
   *
   * @param images receives [3, size, size], red first, from {@code offset}
   */
  void train(byte[] encoded, Random random, float[] images, int offset)
      throws UnreadableImageException {
    ImageHeader header = ImageHeader.parse(encoded);
    CropWindow window =
        CropWindow.random(
            header.width(), header.height(), input.cropAreaMin(), input.centreCrop(), random);
    Flip flip = input.flip() == Flip.RANDOM && random.nextBoolean() ? Flip.RANDOM : Flip.NONE;
    resize(encoded, header, window);
    normalise(flip, images, offset);
  }

  /**
   * For evaluation: the centre crop.
   *
   * @param images receives [3, size, size], red first, from {@code offset}
   */
  void evaluate(byte[] encoded, float[] images, int offset) throws UnreadableImageException {
    ImageHeader header = ImageHeader.parse(encoded);
    resize(encoded, header, CropWindow.centre(header.width(), header.height(), input.centreCrop()));
    normalise(Flip.NONE, images, offset);
  }

  private void resize(byte[] encoded, ImageHeader header, CropWindow window)
      throws UnreadableImageException {
    Mat pixels = ImageDecoder.decodeTop(encoded, header, window.y() + window.height());
    Mat crop = null;
    try {
      crop = pixels.submat(new Rect(window.x(), window.y(), window.width(), window.height()));
      Imgproc.resize(
          crop, resized, new Size(input.size(), input.size()), 0, 0, Imgproc.INTER_CUBIC);
      resized.get(0, 0, bgr);
    } catch (CvException e) {
      throw new UnreadableImageException("cannot resize: " + e.getMessage().strip(), e);
    } finally {
      if (crop != null) {
        crop.release();
      }
      pixels.release();
    }
  }

  private void normalise(Flip flip, float[] images, int offset) {
    int size = input.size();
    int green = size * size;
    int blue = 2 * green;
    int step = flip == Flip.NONE ? 3 : -3;
    for (int y = 0; y < size; y++) {
      int in = 3 * (flip == Flip.NONE ? y * size : (y + 1) * size - 1);
      int row = offset + y * size;
      for (int out = row; out < row + size; out++) {
        images[out] = scaled[0][bgr[in + 2] & 0xff];
        images[green + out] = scaled[1][bgr[in + 1] & 0xff];
        images[blue + out] = scaled[2][bgr[in] & 0xff];
        in += step;
      }
    }
  }
}
