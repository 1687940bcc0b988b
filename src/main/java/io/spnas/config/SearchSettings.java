package io.spnas.config;

import java.util.OptionalDouble;

/** Settings of the search. */
public final class SearchSettings {
  private final int steps;
  private final int warmupSteps;
  private final int globalBatch;
  private final double lambda;
  private final double targetLatency;
  private final boolean finalFlip;
  private final ObjectiveWeights objective;
  private final long seed;
  private final Norm norm;
  private final RuntimeModelKind runtimeModel;
  private final double decisionKeep;
  private final double labelSmoothing;
  private final double weightDecay;
  private final int maxRestarts;

  SearchSettings(Section section) {
    steps = section.integer("steps", 1);
    warmupSteps = section.integer("warmup-steps", 0);
    globalBatch = section.integer("global-batch", 1);
    lambda = section.number("lambda", "a number of at least 0", v -> v >= 0);
    targetLatency = section.number("target-latency-ms", "ms of at least 0", v -> v >= 0);
    finalFlip = section.flag("final-flip");
    objective = section.objective("objective");
    seed = section.anyInteger("seed");
    norm = section.choice("norm", Norm.class);
    runtimeModel = section.choice("runtime-model", RuntimeModelKind.class);
    decisionKeep =
        section.number("decision-keep", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    labelSmoothing =
        section.number("label-smoothing", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    weightDecay = section.number("weight-decay", "a number of at least 0", v -> v >= 0);
    maxRestarts = section.integer("max-restarts", 0);
    if (targetLatency > 0 && runtimeModel != RuntimeModelKind.EXACT) {
      throw section.refused("runtime-model", "exact, as search.target-latency-ms is set");
    }
    if (targetLatency > 0 && !objective.isLatency()) {
      throw section.refused("objective", "latency, as search.target-latency-ms is set");
    }
    if (warmupSteps > steps) {
      throw section.refused("warmup-steps", "at most search.steps = " + steps);
    }
    if (targetLatency > 0 && warmupSteps == steps) {
      throw section.refused(
          "warmup-steps",
          "less than search.steps = " + steps + ", as search.target-latency-ms is set");
    }
  }

  /** Steps in all. */
  public int steps() {
    return steps;
  }

  /** Steps of the warm-up, in which lambda is 0 and decision dropout is on. */
  public int warmupSteps() {
    return warmupSteps;
  }

  /** Images a step, over all workers. */
  public int globalBatch() {
    return globalBatch;
  }

  /** Weight of the runtime term where no target is set. */
  public double lambda() {
    return lambda;
  }

  /** Predicted runtime at which the search is to end, ms; none where lambda is fixed. */
  public OptionalDouble targetLatencyMs() {
    return targetLatency > 0 ? OptionalDouble.of(targetLatency) : OptionalDouble.empty();
  }

  /** Whether decisions of the network found may be reversed to come closer to the target. */
  public boolean finalFlip() {
    return finalFlip;
  }

  /** What the search makes small. */
  public ObjectiveWeights objective() {
    return objective;
  }

  /** Seed of everything random. */
  public long seed() {
    return seed;
  }

  /** Norm that decisions compare with their thresholds. */
  public Norm norm() {
    return norm;
  }

  /** How runtime follows from decisions. */
  public RuntimeModelKind runtimeModel() {
    return runtimeModel;
  }

  /** Probability that decision dropout keeps an indicator. */
  public double decisionKeep() {
    return decisionKeep;
  }

  /** Smoothing of the labels' distribution. */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /** Factor of 0.5 * |w|^2 in the loss. */
  public double weightDecay() {
    return weightDecay;
  }

  /** How often the run may go on from its last checkpoint after a worker is lost. */
  public int maxRestarts() {
    return maxRestarts;
  }
}
