package io.spnas.bench;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link ChildJvm} says to the JVM that started it, on stdout. Each line starts with a mark,
 * since native libraries write there too; Java's own output goes to stderr.
 */
final class Replies {
  static final String MARK = "spnas-bench ";

  /** The last word of a JVM that can't go on, with what happened. */
  static final String FAILED = "FAILED ";

  private final PrintStream out;

  private Replies(PrintStream out) {
    this.out = out;
  }

  /** What a JVM does with the orders it gets. */
  interface Service {
    /** Serves until there are no more orders. */
    void serve(BufferedReader orders, Replies replies) throws Exception;
  }

  /** Serves the orders on stdin, then ends the JVM. */
  static void serve(Service service) {
    Replies replies = new Replies(System.out);
    System.setOut(System.err);
    try {
      service.serve(
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), replies);
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      replies.say(FAILED + e.toString().replaceAll("\\s+", " "));
      System.exit(1);
    }
    // Libraries leave threads that would keep the JVM alive.
    System.exit(0);
  }

  /** Says a line. */
  void say(String line) {
    out.println(MARK + line);
    out.flush();
  }
}
