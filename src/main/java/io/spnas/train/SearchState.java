package io.spnas.train;

/**
 * Everything that a search needs to go on as if it had never stopped: data position and random
 * numbers follow from the step and the seed.
 *
 * @param step number of steps done
 * @param parameters weights and thresholds
 * @param meanSquares the optimiser's mean squares
 * @param velocities the optimiser's velocities
 * @param statistics batch norm's moving averages
 */
public record SearchState(
    long step, float[] parameters, float[] meanSquares, float[] velocities, float[] statistics) {

  /**
   * Copies the arrays of this state into those of another.
   *
   * @throws IllegalArgumentException if they belong to another network
   */
  void copyInto(SearchState target) {
    copy("weights and thresholds", parameters, target.parameters);
    copy("mean squares", meanSquares, target.meanSquares);
    copy("velocities", velocities, target.velocities);
    copy("batch-norm statistics", statistics, target.statistics);
  }

  private static void copy(String what, float[] from, float[] to) {
    if (from.length != to.length) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot continue from a checkpoint with %d %s, expected %d",
              from.length, what, to.length));
    }
    System.arraycopy(from, 0, to, 0, to.length);
  }
}
