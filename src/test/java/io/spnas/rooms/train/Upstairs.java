package io.spnas.rooms.train;

import io.spnas.rooms.space.Basement;

/** What a lower room must not import. */
public final class Upstairs {
  private Upstairs() {}

  /** Something to depend on; looks down itself, which closes a cycle. */
  public static String name() {
    return "above " + Basement.NAME.length();
  }
}
