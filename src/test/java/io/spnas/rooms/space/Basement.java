package io.spnas.rooms.space;

import java.util.Optional;

/** What a higher room may import. */
public final class Basement {
  /** Something to depend on; not a constant that the compiler would copy. */
  public static final String NAME = Optional.of("basement").get();

  private Basement() {}
}
