package io.spnas.config;

/** Settings of something that happens every so many steps. */
public final class EverySettings {
  private final int everySteps;

  EverySettings(Section section) {
    everySteps = section.integer("every-steps", 1);
  }

  /** Steps from one time to the next. */
  public int everySteps() {
    return everySteps;
  }
}
