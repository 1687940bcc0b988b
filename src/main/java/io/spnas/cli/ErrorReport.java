package io.spnas.cli;

import io.spnas.config.InvalidInputException;
import java.io.PrintStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an exception in one line; with {@code SPNAS_DEBUG} set, in full. */
final class ErrorReport {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorReport.class);

  private static final String DISK_FULL = "No space left on device";

  private final PrintStream err;
  private String told = "";

  ErrorReport(PrintStream err) {
    this.err = err;
  }

  /** Prints why a command ended, and gives its exit status. */
  int tell(Throwable exception) {
    Throwable cause = ownCause(exception);
    LOG.debug("Command failed", exception);
    if (System.getenv("SPNAS_DEBUG") != null) {
      exception.printStackTrace(err);
    }
    String line = oneLine(cause);
    print(line);
    // A full disk is for the user to mend, whoever found it.
    boolean mistake = cause instanceof InvalidInputException || line.contains(DISK_FULL);
    return mistake ? Main.MISTAKE : Main.FAILED;
  }

  /** Prints a mistake in the command's arguments, and gives the exit status. */
  int mistake(String line) {
    print(line);
    return Main.MISTAKE;
  }

  private void print(String line) {
    told = line;
    err.println(line);
  }

  /** The line that was printed last. */
  String told() {
    return told;
  }

  /** The first exception of this project's in a chain of causes, or else its root. */
  static Throwable ownCause(Throwable exception) {
    Throwable last = exception;
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith("io.spnas.")) {
        return cause;
      }
      last = cause;
    }
    return last;
  }

  private static String oneLine(Throwable cause) {
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    String line = message.strip().split("\\R", 2)[0];
    boolean ours = cause.getClass().getName().startsWith("io.spnas.");
    return ours ? line : cause.getClass().getSimpleName() + ": " + line;
  }
}
