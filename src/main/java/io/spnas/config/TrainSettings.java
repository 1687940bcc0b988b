package io.spnas.config;

/** Settings of the training of a found or named network. */
public final class TrainSettings {
  private final int epochs;
  private final int globalBatch;
  private final long seed;
  private final double learningRate;
  private final double warmupEpochs;
  private final LearningRateDecay schedule;
  private final double decayRate;
  private final double decayEpochs;
  private final double dropout;
  private final double labelSmoothing;
  private final double weightDecay;
  private final double cropAreaMin;
  private final boolean flip;
  private final int evaluateEveryEpochs;
  private final int maxRestarts;

  TrainSettings(Section section) {
    epochs = section.integer("epochs", 1);
    globalBatch = section.integer("global-batch", 1);
    seed = section.anyInteger("seed");
    learningRate = section.number("learning-rate", "a number above 0", v -> v > 0);
    warmupEpochs = section.number("warmup-epochs", "a number of at least 0", v -> v >= 0);
    schedule = section.choice("schedule", LearningRateDecay.class);
    decayRate = section.number("decay-rate", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    decayEpochs = section.number("decay-epochs", "a number above 0", v -> v > 0);
    dropout = section.number("dropout", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    labelSmoothing =
        section.number("label-smoothing", "a number from 0 to below 1", v -> v >= 0 && v < 1);
    weightDecay = section.number("weight-decay", "a number of at least 0", v -> v >= 0);
    cropAreaMin =
        section.number("crop-area-min", "a number above 0, at most 1", v -> v > 0 && v <= 1);
    flip = section.flag("flip");
    evaluateEveryEpochs = section.integer("evaluate-every-epochs", 1);
    maxRestarts = section.integer("max-restarts", 0);
    if (warmupEpochs > epochs) {
      throw section.refused("warmup-epochs", "at most train.epochs = " + epochs);
    }
  }

  /** Passes over the training set. */
  public int epochs() {
    return epochs;
  }

  /** Images a step, over all workers. */
  public int globalBatch() {
    return globalBatch;
  }

  /** Seed of everything random. */
  public long seed() {
    return seed;
  }

  /** Learning rate at a global batch of 256. */
  public double learningRate() {
    return learningRate;
  }

  /** Epochs in which the learning rate rises. */
  public double warmupEpochs() {
    return warmupEpochs;
  }

  /** How the learning rate falls. */
  public LearningRateDecay schedule() {
    return schedule;
  }

  /** Factor of the learning rate at each stair. */
  public double decayRate() {
    return decayRate;
  }

  /** Epochs between two stairs. */
  public double decayEpochs() {
    return decayEpochs;
  }

  /** Share of the features dropped before the classifier. */
  public double dropout() {
    return dropout;
  }

  /** Smoothing of the labels' distribution. */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /** Factor of 0.5 * |w|^2 in the loss. */
  public double weightDecay() {
    return weightDecay;
  }

  /** Smallest share of an image's area that a random crop keeps. */
  public double cropAreaMin() {
    return cropAreaMin;
  }

  /** Whether images are mirrored at random. */
  public boolean flip() {
    return flip;
  }

  /** Epochs between two evaluations. */
  public int evaluateEveryEpochs() {
    return evaluateEveryEpochs;
  }

  /** How often the run may go on from its last checkpoint after a worker is lost. */
  public int maxRestarts() {
    return maxRestarts;
  }
}
