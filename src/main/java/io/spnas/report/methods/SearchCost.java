package io.spnas.report.methods;

/**
 * What a search took. All of it is 0 where nothing was searched or trained for: of published
 * networks, and of a network that was drawn at random.
 *
 * @param images training images that passed through the supernet, each as often as it did, and
 *     those on which candidates were scored
 * @param coreSeconds time of its steps and scores, times the cores that they had
 * @param peakMemoryBytes the most memory that one worker's process had
 * @param supernetParameters weights of the supernet, and its thresholds or architecture weights
 */
public record SearchCost(
    long images, double coreSeconds, long peakMemoryBytes, long supernetParameters) {
  /** Of what was not searched. */
  public static final SearchCost NONE = new SearchCost(0, 0, 0, 0);
}
