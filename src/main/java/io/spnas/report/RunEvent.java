package io.spnas.report;

import java.time.Instant;

/**
 * Something that happens to a run between its steps; a line of metrics.jsonl that bears an event's
 * name.
 *
 * @param kind what happens
 * @param step steps done at the checkpoint that the run goes on from
 * @param lostSteps steps beyond it that were logged and are done again
 * @param workers number of workers from here on
 * @param cause why
 * @param time when
 */
public record RunEvent(
    Kind kind, long step, long lostSteps, int workers, String cause, Instant time) {

  /** Kinds of events. */
  public enum Kind {
    /** The driver goes on after it has lost a worker. */
    RESTART,
    /** A new driver goes on with another number of workers. */
    RESUME
  }
}
