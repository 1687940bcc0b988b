package io.spnas.config;

/** Settings of strategies that score candidates with the weights of one supernet. */
public final class OneShotSettings {
  private final int evaluations;
  private final int population;
  private final double mutation;
  private final double tolerance;
  private final double rewardExponent;
  private final double learningRate;

  OneShotSettings(Section section) {
    evaluations = section.integer("evaluations", 1);
    population = section.integer("population", 2);
    mutation = section.number("mutation", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    tolerance = section.number("tolerance", "a number above 0 and below 1", v -> v > 0 && v < 1);
    rewardExponent = section.number("reward-exponent", "a number of at least 0", v -> v >= 0);
    learningRate = section.number("learning-rate", "a number above 0", v -> v > 0);
  }

  /** Candidates that are scored at most; one that comes up again is not scored again. */
  public int evaluations() {
    return evaluations;
  }

  /** Candidates of a generation of the evolution, and of a step of the controller. */
  public int population() {
    return population;
  }

  /** Probability that a mutation draws a layer's operation anew. */
  public double mutation() {
    return mutation;
  }

  /** How far below the target a candidate's latency may be, as a share of the target. */
  public double tolerance() {
    return tolerance;
  }

  /** w of the reward accuracy * (target / latency)^w. */
  public double rewardExponent() {
    return rewardExponent;
  }

  /** Learning rate of the controller. */
  public double learningRate() {
    return learningRate;
  }
}
