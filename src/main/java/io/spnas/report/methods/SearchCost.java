package io.spnas.report.methods;

/**
 * What a search took. All of it is 0 where nothing was searched or trained for: of published
 * networks, and of a network that was drawn at random.
 *
 * @param images images that passed through the supernet, each as often as it did: those that it was
 *     trained on, and those on which candidates were scored
 * @param coreSeconds time of its steps and scores, times the cores that they had; a supernet that
 *     several searches share counts for each of them
 * @param peakMemoryBytes memory of a worker's network at the peak of a step, native and heap, by
 *     the formula that also tells a cluster's memory; parameters and input aside
 * @param supernetParameters weights of the supernet, and its thresholds or architecture weights
 */
public record SearchCost(
    long images, double coreSeconds, long peakMemoryBytes, long supernetParameters) {
  /** Of what was not searched. */
  public static final SearchCost NONE = new SearchCost(0, 0, 0, 0);
}
