package io.spnas.rooms.train;

/** What a lower room must not import. */
public final class Upstairs {
  private Upstairs() {}

  /** Something to depend on. */
  public static String name() {
    return "upstairs";
  }
}
