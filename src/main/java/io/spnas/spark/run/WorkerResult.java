package io.spnas.spark.run;

/** What a worker reports at the end of a run. Not a record: Kryo 4 can't rebuild records. */
public final class WorkerResult {
  private String host;
  private String executor;
  private boolean ending;
  private long step;
  private double crossEntropy;

  private WorkerResult() {}

  /**
   * @param place where the worker ran
   * @param step steps done
   * @param crossEntropy of the last record, mean over all workers; NaN if it did no step
   */
  WorkerResult(Place place, long step, double crossEntropy) {
    this.host = place.host();
    this.executor = place.executor();
    this.ending = place.ending();
    this.step = step;
    this.crossEntropy = crossEntropy;
  }

  /**
   * A worker's executor.
   *
   * @param host its host
   * @param executor its id
   * @param ending whether its JVM is told to end
   */
  record Place(String host, String executor, boolean ending) {}

  String host() {
    return host;
  }

  String executor() {
    return executor;
  }

  /** Whether the worker's JVM is told to end. */
  boolean isEnding() {
    return ending;
  }

  long step() {
    return step;
  }

  double crossEntropy() {
    return crossEntropy;
  }
}
