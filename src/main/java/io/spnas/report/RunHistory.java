package io.spnas.report;

import io.spnas.train.StepRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** What has happened to a run, kept in metrics.jsonl between the records of its steps. */
public final class RunHistory {
  private final RunDirectory directory;
  private final Configuration hadoop;

  /**
   * @param directory directory of the run
   * @param hadoop how to reach its file system
   */
  public RunHistory(RunDirectory directory, Configuration hadoop) {
    this.directory = directory;
    this.hadoop = hadoop;
  }

  /**
   * Tells that the run goes on from a checkpoint, and drops the records of later steps. No worker
   * may be running.
   *
   * @param kind how
   * @param step steps done at the checkpoint
   * @param workers number of workers from here on
   * @param cause why
   * @return the event, as it was written
   */
  public RunEvent goOn(RunEvent.Kind kind, long step, int workers, String cause)
      throws IOException {
    long lost = Math.max(0, last().map(StepRecord::step).orElse(0L) - step);
    RunEvent event = new RunEvent(kind, step, lost, workers, cause, Instant.now());
    try (MetricsLog log = MetricsLog.open(directory.metrics(), hadoop, step)) {
      log.append(event);
    }
    return event;
  }

  /** The last record of a step. */
  public Optional<StepRecord> last() throws IOException {
    List<StepRecord> records = MetricsLog.read(directory.metrics(), hadoop);
    return records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
  }
}
