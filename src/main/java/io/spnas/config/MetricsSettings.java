package io.spnas.config;

/** Settings of what a run tells while it goes on. */
public final class MetricsSettings {
  private final int everySteps;
  private final boolean events;

  MetricsSettings(Section section) {
    everySteps = section.integer("every-steps", 1);
    events = section.flag("events");
  }

  /** Steps between two records. */
  public int everySteps() {
    return everySteps;
  }

  /** Whether records are written as TensorBoard's events too. */
  public boolean events() {
    return events;
  }
}
