package io.spnas.bench;

import io.spnas.train.StepRecord;

/**
 * Where the time of one worker's step went, in ms, as the search loop meters it.
 *
 * @param total the whole step
 * @param input waiting for the batch
 * @param compute forward, loss, backward
 * @param allReduce sum over the workers and the mean of it, waiting for slower workers included
 */
record WorkerStep(double total, double input, double compute, double allReduce) {
  static WorkerStep of(StepRecord step) {
    return new WorkerStep(
        step.stepMilliseconds(),
        step.inputMilliseconds(),
        step.computeMilliseconds(),
        step.syncMilliseconds());
  }

  /** From what {@link #text} gave. */
  static WorkerStep parse(String text) {
    String[] parts = text.split(" ");
    return new WorkerStep(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }

  String text() {
    return total + " " + input + " " + compute + " " + allReduce;
  }

  /** What comes before the all-reduce. */
  double beforeAllReduce() {
    return input + compute;
  }

  /** What is neither input nor compute nor all-reduce. */
  double other() {
    return total - input - compute - allReduce;
  }
}
