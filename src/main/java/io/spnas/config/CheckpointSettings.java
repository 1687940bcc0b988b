package io.spnas.config;

/** Settings of checkpoints. */
public final class CheckpointSettings {
  private final int everySteps;
  private final int keep;

  CheckpointSettings(Section section) {
    everySteps = section.integer("every-steps", 1);
    keep = section.integer("keep", 1);
  }

  /** Steps between two checkpoints. */
  public int everySteps() {
    return everySteps;
  }

  /** How many checkpoints stay. */
  public int keep() {
    return keep;
  }
}
