package io.spnas.rooms.spark;

import java.util.Optional;

/** What no package below must import. */
public final class Job {
  /** Something to depend on; not a constant that the compiler would copy. */
  public static final String NAME = Optional.of("job").get();

  private Job() {}
}
