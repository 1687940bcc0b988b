package io.spnas.spark.compare;

import io.spnas.config.Settings;
import io.spnas.profile.RuntimeKind;
import io.spnas.spark.run.RunRequest;
import java.util.List;

/**
 * What a user asks of a comparison.
 *
 * @param settings settings of all cells, target included; each cell has its own strategy and seeds
 * @param methods names of search strategies and of published networks, in the table's order
 * @param seeds seeds of each method
 * @param data directory of the shards
 * @param directory directory of the comparison
 * @param workers workers of each run
 * @param parallel how many runs at the same time
 * @param start how to begin
 * @param runtime what runs the networks whose latency is measured
 */
public record CompareRequest(
    Settings settings,
    List<String> methods,
    List<Long> seeds,
    String data,
    String directory,
    int workers,
    int parallel,
    RunRequest.Start start,
    RuntimeKind runtime) {

  public CompareRequest {
    methods = List.copyOf(methods);
    seeds = List.copyOf(seeds);
  }

  /** The same with methods and seeds in another order, or more of them. */
  CompareRequest with(List<String> otherMethods, List<Long> otherSeeds) {
    return new CompareRequest(
        settings, otherMethods, otherSeeds, data, directory, workers, parallel, start, runtime);
  }
}
