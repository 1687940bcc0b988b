package io.spnas.spark.candidates;

import io.spnas.train.EvaluationCounts;

/** What the evaluation of a supernet's path came to. Not a record: Kryo 4 can't rebuild records. */
public final class PathResult {
  private long images;
  private long top1;
  private long top5;
  private double loss;
  private double seconds;
  private int cores;

  private PathResult() {}

  /**
   * @param counts what was counted
   * @param seconds time that it took
   * @param cores cores of the task
   */
  public PathResult(EvaluationCounts counts, double seconds, int cores) {
    this.images = counts.images();
    this.top1 = counts.top1();
    this.top5 = counts.top5();
    this.loss = counts.loss();
    this.seconds = seconds;
    this.cores = cores;
  }

  public EvaluationCounts counts() {
    return new EvaluationCounts(images, top1, top5, loss);
  }

  double seconds() {
    return seconds;
  }

  public double coreSeconds() {
    return seconds * cores;
  }
}
