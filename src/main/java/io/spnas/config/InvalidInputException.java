package io.spnas.config;

/**
 * The user's mistake: a setting, argument or file that can't be worked with. Its message is one
 * line that says what, where, what was found and what was expected; the command ends with exit
 * status 2 and prints nothing else.
 */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Formats a message as {@link String#format} does.
   *
   * @param format what is wrong, where, and what was expected
   * @param arguments the values the format names
   */
  public InvalidInputException(String format, Object... arguments) {
    super(String.format(format, arguments));
  }
}
