package io.spnas.report.methods;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * With what and where a comparison was made.
 *
 * @param version of spnas
 * @param host name of the driver's host, or what its processor is
 * @param cores cores that each worker had
 * @param workers workers of each search and training
 * @param settings settings that are not the defaults, by key, as HOCON; all cells share them but
 *     for method and seed
 */
public record ComparisonProvenance(
    String version, String host, int cores, int workers, SortedMap<String, String> settings) {

  public ComparisonProvenance {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** With settings in any order. */
  public static ComparisonProvenance of(
      String version, String host, int cores, int workers, Map<String, String> settings) {
    return new ComparisonProvenance(version, host, cores, workers, new TreeMap<>(settings));
  }
}
