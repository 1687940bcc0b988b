package io.spnas.report.events;

import io.spnas.report.GrowingFile;
import io.spnas.train.StepRecord;
import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.util.Event;
import org.tensorflow.util.SessionLog;

/**
 * Writes a run's records for TensorBoard while the run goes on. Curves are a help, not a result: a
 * log that can't be written says so once, is silent from then on, and no run fails for it.
 *
 * <p>Each start of a run writes a file of its own. It begins with a session that starts at the
 * first step to be done; TensorBoard drops what older files hold of that step and later ones, so
 * that steps that are done again are seen once.
 */
public final class EventLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

  /** The form of events that knows sessions. */
  private static final String VERSION = "brain.Event:2";

  private final String directory;
  private GrowingFile file;

  private EventLog(String directory) {
    this.directory = directory;
  }

  /** A log that is not written. */
  public static EventLog none() {
    return new EventLog("");
  }

  /**
   * Begins a file of events.
   *
   * @param directory directory of a run's events, made if need be
   * @param hadoop how to reach its file system
   * @param firstStep steps done when the run starts
   * @param host name of this host, for the file's name
   */
  public static EventLog open(String directory, Configuration hadoop, long firstStep, String host) {
    EventLog log = new EventLog(directory);
    try {
      Instant now = Instant.now();
      log.file = EventFiles.of(directory, hadoop).create(now, host);
      log.write(at(now).setFileVersion(VERSION).build());
      log.write(
          at(now)
              .setStep(firstStep + 1)
              .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
              .build());
    } catch (IOException | RuntimeException e) {
      log.giveUp(e);
    }
    return log;
  }

  private static Event.Builder at(Instant time) {
    return Event.newBuilder().setWallTime(time.getEpochSecond() + time.getNano() / 1e9);
  }

  /** Appends a record. */
  public void append(StepRecord record) {
    if (file == null) {
      return;
    }
    try {
      write(at(Instant.now()).setStep(record.step()).setSummary(Scalars.summary(record)).build());
    } catch (IOException | RuntimeException e) {
      giveUp(e);
    }
  }

  private void write(Event event) throws IOException {
    file.add(EventFiles.framed(event.toByteArray()));
  }

  private void giveUp(Exception cause) {
    LOG.warn(
        "Cannot write TensorBoard's events in {}, the run goes on without them: {}",
        directory,
        cause.toString());
    GrowingFile broken = file;
    file = null;
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("Closing events in {} after a failure", directory, e);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException | RuntimeException e) {
      giveUp(e);
    }
    file = null;
  }
}
