package io.spnas.nas;

import io.spnas.config.Settings;

/**
 * What of the settings concerns each step of a network.
 *
 * @param featureDropout share of the pooled features dropped before the classifier
 * @param labelSmoothing smoothing of the labels' distribution
 * @param epsilon what batch norm adds to the variance
 * @param seed seed of weights and dropout
 * @param rank rank of this worker: feature dropout differs between workers, all else is equal
 */
public record StepSettings(
    double featureDropout, double labelSmoothing, double epsilon, long seed, int rank) {

  /**
   * Those of a search.
   *
   * @param settings settings of the run
   * @param rank rank of the worker
   */
  public static StepSettings ofSearch(Settings settings, int rank) {
    return new StepSettings(
        settings.model().dropout(),
        settings.search().labelSmoothing(),
        settings.model().bnEpsilon(),
        settings.search().seed(),
        rank);
  }
}
