package io.spnas.cli;

/**
 * A command that failed, told in one line: because a part of its work did, or where there is no
 * exit status to tell it, as in YARN's application master.
 */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param line what was told of the failure; its cause has no place, since YARN would pass on all
   *     of its stack trace
   */
  CommandFailedException(String line) {
    super(line, null, false, false);
  }
}
