package io.spnas.bench;

import io.spnas.config.InvalidInputException;
import io.spnas.engine.NetworkMemory;
import io.spnas.engine.ParameterLayout;
import io.spnas.nas.Strategies;

/**
 * A strategy's supernet that is to be computed.
 *
 * @param strategy name of the strategy
 * @param step what a step computes
 * @param memory what its layers take
 * @param parameters weights and decisions
 */
public record SupernetLoad(String strategy, StepSize step, NetworkMemory memory, int parameters) {
  private static final long MEBIBYTE = 1 << 20;

  /** Parameters, gradients, mean squares, velocities. */
  private static final int ARRAYS = 4;

  /** What a JVM takes besides, measured (docs/benchmarks/memory.md). */
  private static final long JVM = 432 * MEBIBYTE;

  /** What MKL-DNN's primitives take besides the network's own memory, as a share of it. */
  private static final double PRIMITIVES = 0.08;

  /**
   * The supernet of a strategy in the paper's space.
   *
   * @throws InvalidInputException if there is no such strategy, it trains no supernet, or images
   *     can't have that size
   */
  public static SupernetLoad of(String strategy, StepSize step) {
    PaperSearch search = StrategyStep.search(strategy, step.size(), step.batch());
    if (!Strategies.of(StrategyStep.problem(search)).isTrained()) {
      throw new InvalidInputException(
          "Cannot measure the supernet of strategy %s, which trains none", strategy);
    }
    NetworkMemory memory =
        NetworkMemory.of(search.space().supernet(), step.batch(), step.threads());
    int parameters = ParameterLayout.of(search.space().supernet()).parameters();
    return new SupernetLoad(strategy, step, memory, parameters);
  }

  /** What its JVM takes at most, about, in MiB. */
  public double mebibytes() {
    long arrays = (long) ARRAYS * Float.BYTES * parameters + memory.heapBytes();
    double outside = (1 + PRIMITIVES) * memory.nativeBytes();
    return (arrays + outside + JVM) / MEBIBYTE;
  }
}
