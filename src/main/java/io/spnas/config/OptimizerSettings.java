package io.spnas.config;

/** Settings of RMSProp and its learning rate. */
public final class OptimizerSettings {
  private final double learningRate;
  private final double decayRate;
  private final double decayEpochs;
  private final double rmsDecay;
  private final double momentum;
  private final double epsilon;
  private final double emaDecay;

  OptimizerSettings(Section section) {
    learningRate = section.number("learning-rate", "a number above 0", v -> v > 0);
    decayRate = section.number("decay-rate", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    decayEpochs = section.number("decay-epochs", "a number above 0", v -> v > 0);
    rmsDecay = section.number("rms-decay", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    momentum = section.number("momentum", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    epsilon = section.number("epsilon", "a number above 0", v -> v > 0);
    emaDecay = section.number("ema-decay", "a number from 0 to 1", v -> v >= 0 && v <= 1);
  }

  /** Learning rate at a global batch of 256. */
  public double learningRate() {
    return learningRate;
  }

  /** Factor of the learning rate at each stair. */
  public double decayRate() {
    return decayRate;
  }

  /** Epochs between two stairs. */
  public double decayEpochs() {
    return decayEpochs;
  }

  /** Share of the mean square that a step keeps. */
  public double rmsDecay() {
    return rmsDecay;
  }

  /** Share of the velocity that a step keeps. */
  public double momentum() {
    return momentum;
  }

  /** What is added to the mean square under the root. */
  public double epsilon() {
    return epsilon;
  }

  /** Largest share of the weights' moving average that a step keeps. */
  public double emaDecay() {
    return emaDecay;
  }
}
