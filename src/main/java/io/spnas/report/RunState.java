package io.spnas.report;

import java.time.Instant;

/** How a run is, as far as its directory tells. */
public enum RunState {
  /** It has done all it was to do. */
  OVER,
  /** It has written lately. */
  RUNNING,
  /** It is not over, and has not written for a while: it failed, was stopped, or hangs. */
  STOPPED;

  /** State of a run that is not over; it counts as stopped if it has not written since a moment. */
  static RunState unfinished(Instant lastChange, Instant silentSince) {
    return lastChange.isBefore(silentSince) ? STOPPED : RUNNING;
  }
}
