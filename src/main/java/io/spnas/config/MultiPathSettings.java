package io.spnas.config;

/** Settings of strategies with a path for each candidate operation: DARTS, FBNet, ProxylessNAS. */
public final class MultiPathSettings {
  private final double learningRate;
  private final double weightDecay;
  private final int every;
  private final double temperature;
  private final double finalTemperature;

  MultiPathSettings(Section section) {
    learningRate = section.number("learning-rate", "a number above 0", v -> v > 0);
    weightDecay = section.number("weight-decay", "a number of at least 0", v -> v >= 0);
    every = section.integer("every", 2);
    temperature = section.number("temperature", "a number above 0", v -> v > 0);
    finalTemperature = section.number("final-temperature", "a number above 0", v -> v > 0);
  }

  /** Adam's learning rate for architecture weights. */
  public double learningRate() {
    return learningRate;
  }

  /** Factor of 0.5 * |architecture weights|^2 in the loss. */
  public double weightDecay() {
    return weightDecay;
  }

  /** After the warm-up, one step in so many trains architecture weights, on held-back images. */
  public int every() {
    return every;
  }

  /** Temperature of the Gumbel softmax at the end of the warm-up. */
  public double temperature() {
    return temperature;
  }

  /** Temperature of the Gumbel softmax at the last step. */
  public double finalTemperature() {
    return finalTemperature;
  }
}
