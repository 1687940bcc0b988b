package io.spnas.report.methods;

import java.util.Optional;

/**
 * A method with one seed, in a comparison.
 *
 * @param method name of the search strategy, or of a published network
 * @param seed seed of the search and of the training
 * @param result what it came to; empty until it is done
 * @param failure why it failed, in one line; empty unless it did
 */
public record MethodCell(
    String method, long seed, Optional<CellResult> result, Optional<String> failure) {

  /** How a cell is. */
  public enum State {
    /** Searched and trained. */
    DONE,
    /** Failed, and not done since. */
    FAILED,
    /** Goes on, or is still to be begun. */
    OPEN
  }

  public MethodCell {
    if (result.isPresent() && failure.isPresent()) {
      throw new IllegalArgumentException(
          method + " with seed " + seed + " has both a result and a failure, expected one of them");
    }
  }

  /** A cell that is done. */
  public static MethodCell done(String method, long seed, CellResult result) {
    return new MethodCell(method, seed, Optional.of(result), Optional.empty());
  }

  /**
   * A cell that failed.
   *
   * @param reason why, in one line
   */
  public static MethodCell failed(String method, long seed, String reason) {
    return new MethodCell(method, seed, Optional.empty(), Optional.of(reason));
  }

  /** A cell that is neither. */
  public static MethodCell open(String method, long seed) {
    return new MethodCell(method, seed, Optional.empty(), Optional.empty());
  }

  /** How it is. */
  public State state() {
    return result.isPresent() ? State.DONE : failure.isPresent() ? State.FAILED : State.OPEN;
  }
}
