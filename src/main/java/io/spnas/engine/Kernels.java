package io.spnas.engine;

import java.nio.ByteBuffer;

/**
 * Loops over one block of channels of one image, [pixels, B], in native memory: batch norm and
 * activation with their gradients. B channels of a pixel make one vector.
 *
 * <p>Positions in buffers count bytes, positions in arrays floats. The activation of a value is
 * <em>min(max(value, lower), upper)</em>, whose gradient is 1 strictly between the bounds.
 */
interface Kernels {
  /** Rows of B numbers that the loops take for each block of channels. */
  final class Coefficients {
    static final int SCALE = 0;
    static final int SHIFT = 1;
    static final int MEAN = 2;
    static final int GRADIENT = 3;
    static final int CENTRED = 4;
    static final int CONSTANT = 5;
    static final int ROWS = 6;

    private Coefficients() {}
  }

  /**
   * Bounds of an activation.
   *
   * @param lower 0 or more; -infinity for none
   * @param upper infinity for none
   */
  record Bounds(float lower, float upper) {
    static final Bounds NONE = new Bounds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    static final Bounds RELU = new Bounds(0, Float.POSITIVE_INFINITY);
    static final Bounds RELU6 = new Bounds(0, 6);

    /**
     * The lower bound as an integer. Floats that are not negative have the order of their bits as
     * integers, so that values are kept in bounds by integers' minimum and maximum, which take two
     * thirds of the time as they know no NaN. (A NaN shows in batch norm's statistics.)
     */
    int lowerBits() {
      return lower < 0 ? Integer.MIN_VALUE : Float.floatToRawIntBits(lower);
    }

    /** The upper bound as an integer; see {@link #lowerBits}. */
    int upperBits() {
      return Float.isInfinite(upper) ? Integer.MAX_VALUE : Float.floatToRawIntBits(upper);
    }
  }

  /**
   * What the loops take of a block of channels.
   *
   * @param rows rows of coefficients
   * @param at where in them the block's rows begin
   * @param bounds of the activation
   */
  record Channels(float[] rows, int at, Bounds bounds) {}

  /** B. */
  int block();

  /**
   * Sums x - o and (x - o)^2 over the pixels.
   *
   * @param origin o, [B] from {@code originAt}
   * @param sums gets [2, B]
   */
  void moments(ByteBuffer x, int at, int pixels, float[] origin, int originAt, float[] sums);

  /** y = activation(scale * x + shift). */
  void activate(ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer y, int to);

  /** y = activation(scale * x + shift), into an array. */
  void activate(ByteBuffer x, int at, int pixels, Channels channels, float[] y, int to);

  /** y = activation(scale * x + shift) + r; r and y have the same position. */
  void activateAndAdd(
      ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer r, ByteBuffer y, int to);

  /** Sums activation(scale * x + shift) over the pixels into [B] of an array. */
  void pool(ByteBuffer x, int at, int pixels, Channels channels, float[] sums, int to);

  /**
   * Sums of batch norm's backward pass over the pixels: of g and of g * (x - mean), where g is the
   * gradient dy behind the activation, 0 where that is flat. Positions of dy and x are the same.
   *
   * @param sums gets [2, B]
   */
  void reduce(ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] sums);

  /** dx = gradient * g + centred * (x - mean) + constant; see {@link #reduce}. */
  void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, ByteBuffer dx, int to);

  /** The same, into an array. */
  void differentiate(
      ByteBuffer dy, ByteBuffer x, int at, int pixels, Channels channels, float[] dx, int to);

  /** y = activation(x), of an array without normalisation. */
  void bound(float[] x, int from, int pixels, Bounds bounds, ByteBuffer y, int to);

  /** y += x. Positions count bytes; the number of floats is a multiple of B. */
  void add(ByteBuffer x, int at, ByteBuffer y, int to, int floats);

  /** Fills [pixels, B] with the same B values of an array. */
  void fill(float[] values, int from, ByteBuffer y, int to, int pixels);
}
