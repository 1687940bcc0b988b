package io.spnas.collective;

import java.util.OptionalInt;

/**
 * Ranks could not be brought together. The message is one line: which rank speaks, which rank (with
 * host and port) is missing or has failed, what was being waited for, and for how long.
 */
public final class CollectiveException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int NOBODY = -1;

  private final int failedRank;

  CollectiveException(String message, OptionalInt failedRank, Throwable cause) {
    super(message, cause);
    this.failedRank = failedRank.orElse(NOBODY);
  }

  /** The rank that is missing or failed, as far as this rank knows. */
  public OptionalInt failedRank() {
    return failedRank == NOBODY ? OptionalInt.empty() : OptionalInt.of(failedRank);
  }
}
