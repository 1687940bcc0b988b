package io.spnas.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own with the class path and flags of this one, that is told orders and answers with
 * {@link Replies}, line by line.
 */
final class ChildJvm implements AutoCloseable {
  private final String label;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader replies;

  private ChildJvm(String label, Process process) {
    this.label = label;
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts a JVM.
   *
   * @param label what it computes, for messages, such as "a step of ..."
   * @param main class whose {@code main} it runs
   * @param arguments of {@code main}
   * @param environment variables that it gets besides those of this JVM
   */
  static ChildJvm start(
      String label, Class<?> main, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", classPath(main), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      return new ChildJvm(label, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This JVM's class path, and where the class is: spark-submit gives its jar a class loader. */
  private static String classPath(Class<?> main) {
    String jar = main.getProtectionDomain().getCodeSource().getLocation().getPath();
    return System.getProperty("java.class.path") + File.pathSeparator + jar;
  }

  /** Gives an order. */
  void order(String line) {
    orders.println(line);
  }

  /**
   * Reads up to a reply of a kind, and gives the rest of its line.
   *
   * @throws IllegalStateException if the JVM failed or has ended; the message says why
   */
  String expect(String kind) {
    try {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        if (line.startsWith(Replies.MARK + kind)) {
          return line.substring(Replies.MARK.length() + kind.length());
        }
        if (line.startsWith(Replies.MARK + Replies.FAILED)) {
          throw failure(line.substring(Replies.MARK.length() + Replies.FAILED.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw failure("its JVM has ended");
  }

  private IllegalStateException failure(String why) {
    return new IllegalStateException("Cannot compute " + label + ": " + why);
  }

  /** Ends the JVM, whatever it is doing. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
