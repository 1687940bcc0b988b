package io.spnas.nas;

/**
 * The effective kernel of a superkernel (paper, section 3.1), in the weight's place in the flat
 * array while a step lasts:
 *
 * <pre>
 *   W        weight, [C, 5, 5]
 *   K        inner 3x3 of W + d5 * outer ring of W
 *   A, B     K on the first half of the channels, on the second half
 *   K_eff    d50 (A + d100 B)
 * </pre>
 */
final class EffectiveKernel {
  static final int AREA = 25;
  static final int INNER_AREA = 9;
  private static final int KERNEL = 5;

  private final int offset;
  private final int channels;
  private final int firstHalf;
  private final float[] weight;
  private double[] decisions;

  /**
   * @param offset first index of W in the flat array
   * @param channels C
   */
  EffectiveKernel(int offset, int channels) {
    this.offset = offset;
    this.channels = channels;
    this.firstHalf = Math.round(channels / 2f);
    this.weight = new float[channels * AREA];
  }

  /** C. */
  int channels() {
    return channels;
  }

  /** Channels of the first half. */
  int firstHalf() {
    return firstHalf;
  }

  /** W as it was at the last {@link #put}. */
  float[] weight() {
    return weight;
  }

  /** Whether a weight, [0, 25) of its channel, is of the inner 3x3. */
  static boolean isInner(int position) {
    int row = position / KERNEL;
    int column = position % KERNEL;
    return row > 0 && row < KERNEL - 1 && column > 0 && column < KERNEL - 1;
  }

  /**
   * Replaces W by K_eff.
   *
   * @param parameters flat array that holds W
   * @param decided d5, d50, d100; to stay as they are until {@link #remove}
   */
  void put(float[] parameters, double[] decided) {
    decisions = decided;
    System.arraycopy(parameters, offset, weight, 0, weight.length);
    multiply(parameters);
  }

  /** Multiplies what lies in W's place by the factors that weights have in K_eff. */
  private void multiply(float[] values) {
    for (int c = 0; c < channels; c++) {
      double inner = scale(c);
      double ring = inner * decisions[0];
      for (int i = 0; i < AREA; i++) {
        values[offset + c * AREA + i] *= (float) (isInner(i) ? inner : ring);
      }
    }
  }

  /** Factor of a channel's inner weights in K_eff. */
  double scale(int channel) {
    return channel < firstHalf ? decisions[1] : decisions[1] * decisions[2];
  }

  /**
   * Turns the gradient of K_eff into that of W, in place, where decisions are constants.
   *
   * @param gradients flat array with K_eff's gradient in W's place
   */
  void differentiate(float[] gradients) {
    multiply(gradients);
  }

  /** Puts W back into the flat array. */
  void remove(float[] parameters) {
    System.arraycopy(weight, 0, parameters, offset, weight.length);
  }
}
