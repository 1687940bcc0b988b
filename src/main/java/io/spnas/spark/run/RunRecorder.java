package io.spnas.spark.run;

import io.spnas.report.MetricsLog;
import io.spnas.report.events.EventLog;
import io.spnas.train.CheckpointWriter;
import io.spnas.train.StepRecord;
import io.spnas.train.TrainingListener;
import io.spnas.train.TrainingState;
import java.io.IOException;

/** Writes a run's records, events and checkpoints into its run directory, on rank 0. */
final class RunRecorder implements TrainingListener, AutoCloseable {
  private final MetricsLog metrics;
  private final EventLog events;
  private final CheckpointWriter checkpoints;
  private double crossEntropy = Double.NaN;

  private RunRecorder(MetricsLog metrics, EventLog events, CheckpointWriter checkpoints) {
    this.metrics = metrics;
    this.events = events;
    this.checkpoints = checkpoints;
  }

  static RunRecorder writing(MetricsLog metrics, EventLog events, CheckpointWriter checkpoints) {
    return new RunRecorder(metrics, events, checkpoints);
  }

  /** A recorder of the other ranks, which only remembers. */
  static RunRecorder silent() {
    return new RunRecorder(null, EventLog.none(), null);
  }

  /** Cross-entropy of the last record. */
  double crossEntropy() {
    return crossEntropy;
  }

  @Override
  public void onRecord(StepRecord record) throws IOException {
    crossEntropy = record.crossEntropy();
    if (metrics != null) {
      checkpoints.check();
      metrics.append(record);
      events.append(record);
    }
  }

  @Override
  public void onCheckpoint(TrainingState state) throws IOException {
    if (checkpoints != null) {
      checkpoints.submit(state);
    }
  }

  /** Waits until everything is written. */
  void finish() throws IOException {
    if (checkpoints != null) {
      checkpoints.await();
    }
  }

  @Override
  public void close() throws IOException {
    events.close();
    if (metrics != null) {
      checkpoints.close();
      metrics.close();
    }
  }
}
