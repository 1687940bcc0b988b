package io.spnas.config;

import java.time.Duration;

/** Settings of the exchange between workers. */
public final class CollectiveSettings {
  private final Duration timeout;

  CollectiveSettings(Section section) {
    timeout = section.duration("timeout");
  }

  /** Longest wait for another worker within a step. */
  public Duration timeout() {
    return timeout;
  }
}
