package io.spnas.spark;

import java.util.List;

/** What a worker reports at the end of a search. Not a record: Kryo 4 can't rebuild records. */
final class WorkerResult {
  private String host;
  private int checksum;
  private String[] operations;
  private double crossEntropy;

  private WorkerResult() {}

  /**
   * @param host where the worker ran
   * @param checksum checksum of its weights and thresholds
   * @param operations labels of the operations that they spell out
   * @param crossEntropy of the last record, mean over all workers
   */
  WorkerResult(String host, int checksum, List<String> operations, double crossEntropy) {
    this.host = host;
    this.checksum = checksum;
    this.operations = operations.toArray(String[]::new);
    this.crossEntropy = crossEntropy;
  }

  String host() {
    return host;
  }

  int checksum() {
    return checksum;
  }

  List<String> operations() {
    return List.of(operations);
  }

  double crossEntropy() {
    return crossEntropy;
  }
}
