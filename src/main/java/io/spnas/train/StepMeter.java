package io.spnas.train;

/**
 * Times the phases of the steps since the last record, in ms, and sums up their losses. All time
 * counts: what lies between two steps belongs to the update.
 */
final class StepMeter {
  private final double[] milliseconds = new double[Phase.values().length];
  private long steps;
  private long images;
  private double crossEntropy;
  private double top1;
  private long mark;
  private boolean started;

  /** What a step's time goes to. */
  enum Phase {
    /** Waiting for the batch. */
    INPUT,
    /** Forward, loss, backward. */
    COMPUTE,
    /** All-reduce. */
    SYNC,
    /** Everything else: new weights, checks, records, checkpoints. */
    UPDATE
  }

  /** Begins a step. */
  void start() {
    if (started) {
      lap(Phase.UPDATE);
    }
    started = true;
    mark = System.nanoTime();
  }

  /** Ends a step for good: what follows, up to the next start, is not counted. */
  void pause() {
    lap(Phase.UPDATE);
    started = false;
  }

  /** Ends a phase of the step; the next begins. */
  void lap(Phase phase) {
    long now = System.nanoTime();
    milliseconds[phase.ordinal()] += (now - mark) / 1e6;
    mark = now;
  }

  /** Ends a step with its mean losses over all workers. */
  void end(double stepCrossEntropy, double stepTop1, int stepImages) {
    steps++;
    images += stepImages;
    crossEntropy += stepCrossEntropy;
    top1 += stepTop1;
  }

  double crossEntropy() {
    return crossEntropy / steps;
  }

  double top1() {
    return top1 / steps;
  }

  double mean(Phase phase) {
    return milliseconds[phase.ordinal()] / steps;
  }

  double stepMilliseconds() {
    double sum = 0;
    for (double phase : milliseconds) {
      sum += phase;
    }
    return sum / steps;
  }

  double imagesPerSecond() {
    return images / (stepMilliseconds() * steps) * 1000;
  }

  /** Forgets the steps so far. */
  void reset() {
    java.util.Arrays.fill(milliseconds, 0);
    steps = 0;
    images = 0;
    crossEntropy = 0;
    top1 = 0;
  }
}
