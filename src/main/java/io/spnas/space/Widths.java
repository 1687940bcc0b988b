package io.spnas.space;

/** The width multiplier of mobile networks. */
final class Widths {
  private static final int DIVISOR = 8;
  private static final double LOWEST_SHARE = 0.9;

  private Widths() {}

  /**
   * Channels at a width: the multiple of 8 nearest to {@code channels * width}, at least 8, and the
   * next one where that is below 90 % of the exact value.
   */
  static int scale(int channels, double width) {
    double exact = channels * width;
    int rounded = Math.max(DIVISOR, (int) (exact + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < LOWEST_SHARE * exact ? rounded + DIVISOR : rounded;
  }
}
