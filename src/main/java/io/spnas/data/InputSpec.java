package io.spnas.data;

import io.spnas.config.InputSettings;
import io.spnas.config.TrainSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What becomes of an image before the network sees it, and how far ahead that is done.
 *
 * @param size height and width of the result in pixels
 * @param mean mean of red, green, blue in pixel values of 0 to 255
 * @param std standard deviation of red, green, blue in the same unit
 * @param cropAreaMin smallest share of the area a random training crop keeps, above 0, at most 1
 * @param centreCrop share of the short side that the centre crop of evaluation keeps, above 0, at
 *     most 1; 224 of 256 pixels for photographs, 1 for pictures that fill their frame
 * @param flip whether training images are mirrored
 * @param decodeThreads threads that decode and augment
 * @param prefetchBatches decoded batches that wait ahead of the step
 * @param shuffleBuffer most encoded images a rank shuffles among
 * @param shuffleBytes most bytes of such images; with large images this bound is the tighter one
 */
public record InputSpec(
    int size,
    float[] mean,
    float[] std,
    double cropAreaMin,
    double centreCrop,
    Flip flip,
    int decodeThreads,
    int prefetchBatches,
    int shuffleBuffer,
    long shuffleBytes)
    implements Serializable {

  /** Room for 4,096 images of ImageNet's mean size (110 kB). */
  public static final long DEFAULT_SHUFFLE_BYTES = 512L << 20;

  /** What a search does with its images. */
  public static InputSpec of(InputSettings settings) {
    return new InputSpec(
        settings.size(),
        floats(settings.mean()),
        floats(settings.std()),
        settings.cropAreaMin(),
        settings.centreCrop(),
        settings.flip() ? Flip.RANDOM : Flip.NONE,
        settings.decodeThreads(),
        settings.prefetchBatches(),
        settings.shuffleBuffer(),
        DEFAULT_SHUFFLE_BYTES);
  }

  /** What the training of a network does with its images; evaluations on the way do too. */
  public static InputSpec ofTraining(InputSettings settings, TrainSettings train) {
    InputSpec spec = of(settings);
    return new InputSpec(
        spec.size,
        spec.mean,
        spec.std,
        train.cropAreaMin(),
        spec.centreCrop,
        train.flip() ? Flip.RANDOM : Flip.NONE,
        spec.decodeThreads,
        spec.prefetchBatches,
        spec.shuffleBuffer,
        spec.shuffleBytes);
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /** Values of one image: 3 * size * size. */
  int imageValues() {
    return 3 * size * size;
  }
}
