package io.spnas.train;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that a search needs to go on as if it had never stopped: data position and random
 * numbers follow from the step and the seed.
 *
 * @param step number of steps done
 * @param parameters weights and thresholds
 * @param averages moving average of the weights and thresholds
 * @param meanSquares the optimiser's mean squares
 * @param velocities the optimiser's velocities
 * @param statistics batch norm's moving averages
 * @param averagedStatistics moving average of these, which goes with that of the weights
 * @param carried what else the network carries from step to step
 */
public record TrainingState(
    long step,
    float[] parameters,
    float[] averages,
    float[] meanSquares,
    float[] velocities,
    float[] statistics,
    float[] averagedStatistics,
    float[] carried) {

  /** Names of the arrays, in the order of {@link #arrays}. */
  static final List<String> NAMES =
      List.of(
          "weights_and_thresholds",
          "weight_averages",
          "mean_squares",
          "velocities",
          "batch_norm_averages",
          "averaged_batch_norm_averages",
          "carried");

  /** A state of arrays in the order of {@link #NAMES}. */
  static TrainingState of(long step, List<float[]> arrays) {
    return new TrainingState(
        step,
        arrays.get(0),
        arrays.get(1),
        arrays.get(2),
        arrays.get(3),
        arrays.get(4),
        arrays.get(5),
        arrays.get(6));
  }

  /** The arrays, live. */
  List<float[]> arrays() {
    return List.of(
        parameters, averages, meanSquares, velocities, statistics, averagedStatistics, carried);
  }

  /** A state of another step with arrays of its own, as long as these, of undefined content. */
  TrainingState emptyCopy(long copyStep) {
    List<float[]> copies = new ArrayList<>();
    arrays().forEach(array -> copies.add(new float[array.length]));
    return of(copyStep, copies);
  }

  /**
   * Copies the arrays of this state into those of another.
   *
   * @throws IllegalArgumentException if they belong to another network
   */
  void copyInto(TrainingState target) {
    for (int i = 0; i < NAMES.size(); i++) {
      float[] from = arrays().get(i);
      float[] to = target.arrays().get(i);
      if (from.length != to.length) {
        throw new IllegalArgumentException(
            String.format(
                "Cannot continue from a checkpoint with %d %s, expected %d",
                from.length, NAMES.get(i).replace('_', ' '), to.length));
      }
      System.arraycopy(from, 0, to, 0, to.length);
    }
  }
}
