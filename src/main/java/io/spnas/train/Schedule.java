package io.spnas.train;

import io.spnas.nas.StepControls;

/** What a run does when. Steps count from 0. */
public interface Schedule {
  /** Global batch that learning rates are stated for. */
  int REFERENCE_BATCH = 256;

  /** Steps in all. */
  long steps();

  /** Epochs that are over when a step begins, with their fraction. */
  double epoch(long step);

  /** Learning rate of a step. */
  double learningRate(long step);

  /** What the network does differently in a step. */
  StepControls controls(long step);

  /** Whether the averaged weights are evaluated after so many steps. */
  boolean isValidated(long done);
}
