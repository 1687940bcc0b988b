package io.spnas.nas.multipath;

import io.spnas.config.InvalidInputException;
import io.spnas.latency.LatencyPrediction;
import io.spnas.latency.LatencyTable;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import io.spnas.space.SearchSpace;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The network that architecture weights end in. */
final class FinalChoice {
  /** Sums of latencies that differ by less, as a share, may be equal but for their rounding. */
  private static final double ROUNDING = 1e-12;

  /**
   * How much faster than its target a network may be, as a share: a faster one gives away what it
   * may take. Where many operations are about as probable, the most probable is often the fastest.
   */
  private static final double FASTER = 0.05;

  private final SearchSpace space;
  private final LatencyTable table;
  private final List<List<Operation>> operations;
  private final ExpectedLatency latency;

  /**
   * @param space the search space
   * @param table latencies of its operations
   * @param weights the architecture weights
   */
  FinalChoice(SearchSpace space, LatencyTable table, ArchitectureWeights weights) {
    this.space = space;
    this.table = table;
    this.operations = weights.operations();
    this.latency = new ExpectedLatency(table, operations);
  }

  /**
   * The most probable network; with a target, the most probable that is at most 5 % faster, or that
   * is any faster, if there is none.
   *
   * @param logits architecture weights, one row a layer
   * @param target what its latency is to be at most, ms
   * @throws InvalidInputException if every network is slower
   */
  Architecture of(double[][] logits, OptionalDouble target) {
    MostProbable mostProbable = new MostProbable(logits, latency.costs());
    if (target.isEmpty()) {
      return network(mostProbable.choice());
    }
    double limit = target.getAsDouble() - latency.base();
    double least = limit - FASTER * target.getAsDouble();
    return DoubleStream.of(least, 0)
        .boxed()
        .flatMap(
            from ->
                DoubleStream.of(1 + ROUNDING, 1 - ROUNDING)
                    .mapToObj(factor -> mostProbable.choiceWithin(from, limit * factor)))
        .filter(choice -> choice.length > 0)
        .map(this::network)
        .filter(network -> milliseconds(network) <= target.getAsDouble())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "No network of the search space takes at most search.target-latency-ms = %s"
                        + " by latency table %s, expected at least %.4g ms",
                    target.getAsDouble(), table.name(), table.range(space).least()));
  }

  private double milliseconds(Architecture network) {
    return LatencyPrediction.of(table, network).total();
  }

  private Architecture network(int[] choice) {
    return Architecture.of(
        space,
        IntStream.range(0, choice.length).mapToObj(l -> operations.get(l).get(choice[l])).toList());
  }
}
