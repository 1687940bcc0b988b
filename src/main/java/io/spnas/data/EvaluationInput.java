package io.spnas.data;

/**
 * Turns an image file into what the network sees in evaluation: its centre crop, resized and
 * normalised, as {@link EvaluationBatches} do. Not thread-safe.
 */
public final class EvaluationInput {
  private final Augmentation augmentation;
  private final int imageValues;

  /**
   * @param input what the network was trained on
   */
  public EvaluationInput(InputSpec input) {
    this.augmentation = new Augmentation(input);
    this.imageValues = input.imageValues();
  }

  /**
   * Decodes an image.
   *
   * @param encoded bytes of a JPEG or PNG file
   * @return [3, S, S], red first
   * @throws UnreadableImageException when it is no such file, or damaged
   */
  public float[] decode(byte[] encoded) throws UnreadableImageException {
    float[] image = new float[imageValues];
    augmentation.evaluate(encoded, image, 0);
    return image;
  }
}
