package io.spnas.train;

import io.spnas.config.LearningRateDecay;
import io.spnas.nas.StepControls;

/**
 * What the training of a network does when: the learning rate rises over the first epochs, then
 * falls (paper, section 4.1).
 *
 * @param epochs passes over the training set
 * @param globalBatch images a step, over all workers
 * @param imagesPerEpoch images of the training set
 * @param validateEpochs epochs between two evaluations; 0 for none at all
 * @param rate the learning rate
 */
public record TrainSchedule(
    int epochs, int globalBatch, long imagesPerEpoch, int validateEpochs, Rate rate)
    implements Schedule {

  /**
   * A learning rate over the epochs.
   *
   * @param peak at a global batch of {@value Schedule#REFERENCE_BATCH}, where nothing rises or
   *     falls
   * @param warmupEpochs epochs in which it rises evenly
   * @param decay how it falls
   * @param decayRate staircase: factor at each stair
   * @param decayEpochs staircase: epochs between two stairs
   */
  public record Rate(
      double peak,
      double warmupEpochs,
      LearningRateDecay decay,
      double decayRate,
      double decayEpochs) {

    private double at(double epoch, double epochs) {
      return switch (decay) {
        case STAIRCASE -> peak * Math.pow(decayRate, Math.floor(epoch / decayEpochs));
        case COSINE -> {
          double falling = Math.max(0, epoch - warmupEpochs);
          // In the warm-up nothing falls, even where there is nothing but warm-up.
          double done = falling > 0 ? Math.min(1, falling / (epochs - warmupEpochs)) : 0;
          yield peak * (1 + Math.cos(Math.PI * done)) / 2;
        }
      };
    }
  }

  /** As many as show each image {@code epochs} times, rounded. */
  @Override
  public long steps() {
    return Math.max(1, Math.round((double) epochs * imagesPerEpoch / globalBatch));
  }

  @Override
  public double epoch(long step) {
    return (double) step * globalBatch / imagesPerEpoch;
  }

  @Override
  public double learningRate(long step) {
    double scaled = rate.at(epoch(step), epochs) * globalBatch / REFERENCE_BATCH;
    // The first step moves too.
    double risen = epoch(step + 1) / rate.warmupEpochs();
    return risen < 1 ? scaled * risen : scaled;
  }

  @Override
  public StepControls controls(long step) {
    return new StepControls(step, 0, false);
  }

  /** After every {@code validateEpochs} epochs, and at the end. */
  @Override
  public boolean isValidated(long done) {
    return validateEpochs > 0 && (done == steps() || validations(done) > validations(done - 1));
  }

  private long validations(long done) {
    return (long) Math.floor(epoch(done) / validateEpochs);
  }
}
