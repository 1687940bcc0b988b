package io.spnas.spark;

import io.spnas.report.MetricsLog;
import io.spnas.train.CheckpointDirectory;
import io.spnas.train.SearchListener;
import io.spnas.train.SearchState;
import io.spnas.train.StepRecord;
import java.io.IOException;

/** Writes a search's records and checkpoints into its run directory, on rank 0. */
final class RunRecorder implements SearchListener, AutoCloseable {
  private final MetricsLog metrics;
  private final CheckpointDirectory checkpoints;
  private final int keep;
  private double crossEntropy = Double.NaN;

  private RunRecorder(MetricsLog metrics, CheckpointDirectory checkpoints, int keep) {
    this.metrics = metrics;
    this.checkpoints = checkpoints;
    this.keep = keep;
  }

  static RunRecorder writing(MetricsLog metrics, CheckpointDirectory checkpoints, int keep) {
    return new RunRecorder(metrics, checkpoints, keep);
  }

  /** A recorder of the other ranks, which only remembers. */
  static RunRecorder silent() {
    return new RunRecorder(null, null, 0);
  }

  /** Cross-entropy of the last record. */
  double crossEntropy() {
    return crossEntropy;
  }

  @Override
  public void onRecord(StepRecord record) throws IOException {
    crossEntropy = record.crossEntropy();
    if (metrics != null) {
      metrics.append(record);
    }
  }

  @Override
  public void onCheckpoint(SearchState state) throws IOException {
    if (checkpoints != null) {
      checkpoints.write(state, keep);
    }
  }

  @Override
  public void close() throws IOException {
    if (metrics != null) {
      metrics.close();
    }
  }
}
