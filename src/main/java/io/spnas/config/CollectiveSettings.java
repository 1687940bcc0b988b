package io.spnas.config;

import java.time.Duration;

/** Settings of the exchange between workers. */
public final class CollectiveSettings {
  private final Duration timeout;
  private final Duration startTimeout;

  CollectiveSettings(Section section) {
    timeout = section.duration("timeout");
    startTimeout = section.duration("start-timeout");
  }

  /** Longest wait for another worker within a step. */
  public Duration timeout() {
    return timeout;
  }

  /** Longest wait for room for all workers. */
  public Duration startTimeout() {
    return startTimeout;
  }
}
