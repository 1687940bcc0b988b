package io.spnas.bench;

import io.spnas.config.InvalidInputException;
import io.spnas.nas.SearchProblem;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.Strategies;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;

/**
 * A strategy's supernet that is to be computed.
 *
 * @param strategy name of the strategy
 * @param step what a step computes
 * @param size what the supernet takes
 */
public record SupernetLoad(String strategy, StepSize step, SupernetSize size) {
  private static final long MEBIBYTE = 1 << 20;

  /** Weights, gradients, mean squares, velocities. */
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
    SearchProblem problem =
        StrategyStep.problem(StrategyStep.search(strategy, step.size(), step.batch()));
    SearchStrategy known = Strategies.of(problem);
    if (!known.isTrained()) {
      throw new InvalidInputException(
          "Cannot measure the supernet of strategy %s, which trains none", strategy);
    }
    SupernetWorker worker = new SupernetWorker(0, step.batch(), step.threads());
    return new SupernetLoad(strategy, step, known.size(problem.space(), worker));
  }

  /** What its JVM takes at most, about, in MiB. */
  public double mebibytes() {
    long arrays = (size.weights() + size.statistics()) * ARRAYS * Float.BYTES;
    double outside = (1 + PRIMITIVES) * size.memory().nativeBytes();
    return (arrays + size.memory().heapBytes() + outside + JVM) / MEBIBYTE;
  }
}
