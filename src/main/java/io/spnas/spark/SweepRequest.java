package io.spnas.spark;

import io.spnas.config.SearchSettings;
import io.spnas.spark.run.RunRequest;
import java.util.Comparator;
import java.util.List;

/**
 * What a user asks of a sweep.
 *
 * @param out directory of the run directories and results
 * @param searches the searches, which differ in lambda or target, and seed
 * @param parallel how many run at the same time
 * @param random number of random networks to compare with
 */
public record SweepRequest(String out, List<SweepSearch> searches, int parallel, int random) {
  public SweepRequest {
    searches = List.copyOf(searches);
  }

  /** Data and workers are the same for all. */
  RunRequest first() {
    return searches.get(0).request();
  }

  /**
   * The order in which runtime weighs more and more: the first one's supernet has trained the most
   * operations.
   */
  static Comparator<SweepSearch> freedom() {
    return Comparator.comparingDouble(search -> pressure(search.request().settings().search()));
  }

  private static double pressure(SearchSettings search) {
    return search.targetLatencyMs().isPresent()
        ? -search.targetLatencyMs().getAsDouble()
        : search.lambda();
  }
}
