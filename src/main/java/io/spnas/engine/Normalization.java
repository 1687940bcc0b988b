package io.spnas.engine;

import static io.spnas.engine.Kernels.Coefficients.CENTRED;
import static io.spnas.engine.Kernels.Coefficients.CONSTANT;
import static io.spnas.engine.Kernels.Coefficients.GRADIENT;
import static io.spnas.engine.Kernels.Coefficients.MEAN;
import static io.spnas.engine.Kernels.Coefficients.ROWS;
import static io.spnas.engine.Kernels.Coefficients.SCALE;
import static io.spnas.engine.Kernels.Coefficients.SHIFT;

import java.util.Arrays;

/**
 * Batch norm's numbers of one layer, from the batch's own statistics (Ioffe and Szegedy, 2015):
 *
 * <pre>
 *   y  = gamma (x - mean) / sigma + beta,     sigma = sqrt(variance + epsilon)
 *   dgamma = sum of g (x - mean) / sigma,     dbeta = sum of g
 *   dx = gamma / sigma (g - dbeta / n - (x - mean) / sigma * dgamma / n)
 * </pre>
 *
 * <p>Each thread sums over its own images. What the last of them to arrive makes of the sums, the
 * {@link Kernels} take as rows of coefficients.
 */
final class Normalization {
  private final int channels;
  private final int block;
  private final double epsilon;
  private final Buffers buffers;
  private final int parameter;
  private final int statistic;
  private final Sums[] threads;
  private final float[] rows;
  private final double[] sigma;

  /**
   * Where the numbers lie in the flat arrays.
   *
   * @param buffers the arrays
   * @param parameter first index of gamma and beta, and of their gradients
   * @param statistic first index of means and variances
   */
  record Places(Buffers buffers, int parameter, int statistic) {}

  /** One thread's sums. */
  private static final class Sums {
    final float[] origin;
    final double[] first;
    final double[] second;
    final float[] plane;
    long pixels;

    Sums(int channels, int block) {
      origin = new float[channels];
      first = new double[channels];
      second = new double[channels];
      plane = new float[2 * block];
    }

    void clear() {
      pixels = 0;
      Arrays.fill(first, 0);
      Arrays.fill(second, 0);
    }

    void add(int channel, int block) {
      for (int c = 0; c < block; c++) {
        first[channel + c] += plane[c];
        second[channel + c] += plane[block + c];
      }
    }
  }

  Normalization(NativeTensor.Geometry geometry, double epsilon, Places places, int threads) {
    this.channels = geometry.channels();
    this.block = geometry.block();
    this.epsilon = epsilon;
    this.buffers = places.buffers();
    this.parameter = places.parameter();
    this.statistic = places.statistic();
    int padded = geometry.blocks() * block;
    this.threads = new Sums[threads];
    Arrays.setAll(this.threads, t -> new Sums(padded, block));
    this.rows = new float[padded * ROWS];
    this.sigma = new double[channels];
  }

  /** Rows of coefficients; see {@link Kernels}. */
  float[] rows() {
    return rows;
  }

  /** Where the rows of a block of channels begin. */
  int row(int channelBlock) {
    return channelBlock * ROWS * block;
  }

  private int index(int row, int channel) {
    return (channel / block * ROWS + row) * block + channel % block;
  }

  /** Whether nothing has been added to a thread's sums. */
  boolean isEmpty(int thread) {
    return threads[thread].pixels == 0;
  }

  /** A thread's sums of the plane at hand, to be filled by {@link Kernels}. */
  float[] plane(int thread) {
    return threads[thread].plane;
  }

  /**
   * What a thread's moments are taken about: a value of the channel itself, so that few digits are
   * lost where the mean is large.
   */
  float[] origin(int thread) {
    return threads[thread].origin;
  }

  /** Adds the plane at hand to a thread's sums. */
  void add(int thread, int channelBlock) {
    threads[thread].add(channelBlock * block, block);
  }

  /** Counts pixels that a thread's sums go over. */
  void count(int thread, long pixels) {
    threads[thread].pixels += pixels;
  }

  private long pixels() {
    long pixels = 0;
    for (Sums sums : threads) {
      pixels += sums.pixels;
    }
    return pixels;
  }

  /**
   * Makes mean and variance of the moments, and of them scale and shift.
   *
   * @return whether they are numbers
   */
  boolean finishForward() {
    long n = pixels();
    double all = 0;
    double unbiased = n > 1 ? (double) n / (n - 1) : 1;
    for (int c = 0; c < channels; c++) {
      double mean = mean(c, n);
      double variance = squares(c, mean) / n;
      all += mean + variance;
      sigma[c] = Math.sqrt(variance + epsilon);
      double scale = buffers.weights()[parameter + c] / sigma[c];
      rows[index(SCALE, c)] = (float) scale;
      rows[index(SHIFT, c)] = (float) (buffers.weights()[parameter + channels + c] - mean * scale);
      rows[index(MEAN, c)] = (float) mean;
      int at = buffers.statisticsOffset() + statistic + c;
      buffers.statistics()[at] = (float) mean;
      buffers.statistics()[at + channels] = (float) (variance * unbiased);
    }
    clear();
    return Double.isFinite(all);
  }

  private void clear() {
    for (Sums sums : threads) {
      sums.clear();
    }
  }

  private double mean(int channel, long n) {
    double sum = 0;
    for (Sums sums : threads) {
      sum += sums.first[channel] + (double) sums.pixels * sums.origin[channel];
    }
    return sum / n;
  }

  /** Sum of squared distances from the mean, over all threads. */
  private double squares(int channel, double mean) {
    double sum = 0;
    for (Sums sums : threads) {
      if (sums.pixels > 0) {
        double first = sums.first[channel];
        double own = sums.second[channel] - first * first / sums.pixels;
        double shift = sums.origin[channel] + first / sums.pixels - mean;
        sum += Math.max(own, 0) + sums.pixels * shift * shift;
      }
    }
    return sum;
  }

  /** Makes the gradients of gamma and beta, and the coefficients of the input's gradient. */
  void finishBackward() {
    long n = pixels();
    for (int c = 0; c < channels; c++) {
      double gradients = 0;
      double centred = 0;
      for (Sums sums : threads) {
        gradients += sums.first[c];
        centred += sums.second[c];
      }
      double scale = buffers.weights()[parameter + c] / sigma[c];
      buffers.gradients()[parameter + c] = (float) (centred / sigma[c]);
      buffers.gradients()[parameter + channels + c] = (float) gradients;
      rows[index(GRADIENT, c)] = (float) scale;
      rows[index(CENTRED, c)] = (float) (-scale * centred / (sigma[c] * sigma[c] * n));
      rows[index(CONSTANT, c)] = (float) (-scale * gradients / n);
    }
    clear();
  }
}
