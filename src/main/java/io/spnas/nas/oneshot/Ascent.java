package io.spnas.nas.oneshot;

/** Adam (Kingma and Ba 2015, arXiv 1412.6980), uphill: values go along their gradients. */
final class Ascent {
  private static final double MEAN_KEPT = 0.9;
  private static final double SQUARE_KEPT = 0.999;
  private static final double EPSILON = 1e-8;

  private final double[][] values;
  private final double[][] means;
  private final double[][] squares;
  private final double rate;
  private int steps;

  /**
   * @param values what is made better, in place; rows may differ in length
   * @param rate learning rate
   */
  Ascent(double[][] values, double rate) {
    this.values = values;
    this.rate = rate;
    this.means = zeros(values);
    this.squares = zeros(values);
  }

  private static double[][] zeros(double[][] like) {
    double[][] zeros = new double[like.length][];
    for (int l = 0; l < zeros.length; l++) {
      zeros[l] = new double[like[l].length];
    }
    return zeros;
  }

  /** Goes a step along gradients of the values. */
  void step(double[][] gradient) {
    steps++;
    double meanShare = 1 - Math.pow(MEAN_KEPT, steps);
    double squareShare = 1 - Math.pow(SQUARE_KEPT, steps);
    for (int l = 0; l < values.length; l++) {
      for (int i = 0; i < values[l].length; i++) {
        double g = gradient[l][i];
        means[l][i] += (1 - MEAN_KEPT) * (g - means[l][i]);
        squares[l][i] += (1 - SQUARE_KEPT) * (g * g - squares[l][i]);
        double size = Math.sqrt(squares[l][i] / squareShare) + EPSILON;
        values[l][i] += rate * (means[l][i] / meanShare) / size;
      }
    }
  }
}
