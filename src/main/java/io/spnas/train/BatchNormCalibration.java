package io.spnas.train;

import io.spnas.data.BatchSource;
import io.spnas.engine.Buffers;
import io.spnas.engine.Network;
import io.spnas.engine.ParameterLayout;
import io.spnas.space.NetworkShape;
import java.io.IOException;

/**
 * Batch norm's statistics of a network that has weights of another's, such as a path of a supernet:
 * the supernet's moving averages are of the operations that it chose itself, at each step others.
 */
public final class BatchNormCalibration {
  private BatchNormCalibration() {}

  /**
   * Measures the statistics on some batches, each layer normalised with the batch's own.
   *
   * @param shape the network
   * @param batch images a batch, N
   * @param threads threads that compute it
   * @param epsilon what batch norm adds to the variance under the root
   * @param weights its weights, in the order of the layout; not changed
   * @param images batches of N images
   * @param batches how many to take
   * @return means over the batches of their means and variances, in the order of the layout
   * @throws IOException when an image can't be read
   * @throws InterruptedException when the thread is interrupted
   */
  public static float[] measure(
      NetworkShape shape,
      int batch,
      int threads,
      double epsilon,
      float[] weights,
      BatchSource images,
      int batches)
      throws IOException, InterruptedException {
    float[] statistics = new float[ParameterLayout.of(shape).statisticValues()];
    double[] sums = new double[statistics.length];
    // Only backward would write gradients.
    Buffers buffers = new Buffers(weights, new float[weights.length], statistics, 0);
    try (Network network = Network.compile(shape, batch, threads, epsilon, buffers)) {
      for (int i = 0; i < batches; i++) {
        network.forward(images.next().images(), null);
        for (int s = 0; s < sums.length; s++) {
          sums[s] += statistics[s];
        }
      }
    }
    for (int s = 0; s < sums.length; s++) {
      statistics[s] = (float) (sums[s] / batches);
    }
    return statistics;
  }
}
