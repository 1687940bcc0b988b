package io.spnas.data;

import java.io.IOException;

/** Work on one image after the other, to be timed. Not thread-safe: every thread has its own. */
@FunctionalInterface
public interface ImageWork {
  /**
   * Does the work on one image and forgets the result.
   *
   * @param encoded the whole file
   * @param number tells the image's random crop from those of others
   * @throws IOException when it can't be decoded
   */
  void run(byte[] encoded, long number) throws IOException;

  /** What training does: decode, random crop, bicubic resize, flip, normalise into [3, S, S]. */
  static ImageWork training(InputSpec input) {
    Augmentation augmentation = new Augmentation(input);
    float[] image = new float[input.imageValues()];
    return (encoded, number) ->
        augmentation.train(encoded, Seed.random(Seed.Use.AUGMENTATION, number), image, 0);
  }

  /** OpenCV alone, as its manual has it: decode, then resize the whole image to [S, S, 3]. */
  static ImageWork openCv(int size) {
    return new OpenCvWork(size);
  }
}
