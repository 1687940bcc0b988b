package io.spnas.train;

import io.spnas.nas.StepControls;

/**
 * What a search does when: the learning rate's staircase, and the warm-up in which lambda is 0 and
 * decision dropout is on (paper, section 4.1).
 *
 * @param steps steps in all
 * @param warmupSteps steps of the warm-up
 * @param globalBatch images a step, over all workers
 * @param imagesPerEpoch images of the training set
 * @param lambda weight of the runtime term after the warm-up
 * @param learningRate learning rate at a global batch of {@value Schedule#REFERENCE_BATCH}
 * @param decayRate factor of the learning rate at each stair
 * @param decayEpochs epochs between two stairs
 */
public record SearchSchedule(
    long steps,
    long warmupSteps,
    int globalBatch,
    long imagesPerEpoch,
    double lambda,
    double learningRate,
    double decayRate,
    double decayEpochs)
    implements Schedule {

  @Override
  public double epoch(long step) {
    return (double) step * globalBatch / imagesPerEpoch;
  }

  @Override
  public double learningRate(long step) {
    double stairs = Math.floor(epoch(step) / decayEpochs);
    return learningRate * globalBatch / REFERENCE_BATCH * Math.pow(decayRate, stairs);
  }

  /** Whether a step belongs to the warm-up. */
  public boolean isWarmup(long step) {
    return step < warmupSteps;
  }

  @Override
  public StepControls controls(long step) {
    return new StepControls(step, isWarmup(step) ? 0 : lambda, isWarmup(step));
  }

  /** Never: a supernet is not what will be used. */
  @Override
  public boolean isValidated(long done) {
    return false;
  }
}
