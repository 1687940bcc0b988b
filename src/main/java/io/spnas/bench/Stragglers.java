package io.spnas.bench;

/**
 * How long workers wait for the slowest of them, if their times are independent and normal with the
 * same spread (standard deviation).
 */
final class Stragglers {
  /** Half the difference of two standard normal values is below this as often as above. */
  private static final double MEDIAN_OF_TWO = 0.476936;

  private static final double TAIL = 8;
  private static final double STEP = 1e-3;

  private Stragglers() {}

  /**
   * How far the largest of W standard normal values lies above their mean, on average: the integral
   * of x W f(x) F(x)^(W - 1).
   */
  static double expectedMaximum(int workers) {
    double below = 0;
    double maximum = 0;
    for (double x = -TAIL; x < TAIL; x += STEP) {
      double middle = x + STEP / 2;
      double mass = Math.exp(-middle * middle / 2) / Math.sqrt(2 * Math.PI) * STEP;
      maximum += middle * workers * mass * Math.pow(below + mass / 2, workers - 1);
      below += mass;
    }
    return maximum;
  }

  /** The spread of workers' times, from the median over steps of how long one of two waits. */
  static double spread(double medianWaitOfTwo) {
    return medianWaitOfTwo / MEDIAN_OF_TWO;
  }
}
