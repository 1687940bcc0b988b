package io.spnas.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Computes a contestant's steps in a JVM of its own, at the bidding of the {@link StepProcess} that
 * started it, line by line over stdin and stdout:
 *
 * <pre>
 *   arguments   class of the peer, variant, size, batch, threads
 *   says        READY                                     once the network is built
 *   hears       STEP
 *   says        TIME forward loss backward update         in ms, after each step
 *   says        FAILED what happened                      and ends
 * </pre>
 *
 * What it says starts with a mark, since native libraries write to stdout too. It ends when stdin
 * does, and so never outlives the one who started it by more than a step.
 */
public final class StepServer {
  static final String MARK = "spnas-step ";
  static final String READY = "READY";
  static final String STEP = "STEP";
  static final String TIME = "TIME ";
  static final String FAILED = "FAILED ";

  private StepServer() {}

  /** Serves until stdin ends. */
  public static void main(String[] arguments) {
    PrintStream replies = System.out;
    System.setOut(System.err);
    try {
      serve(arguments, replies);
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      say(replies, FAILED + e.toString().replaceAll("\\s+", " "));
      System.exit(1);
    }
    // Libraries leave threads that would keep the JVM alive.
    System.exit(0);
  }

  private static void serve(String[] arguments, PrintStream replies)
      throws ReflectiveOperationException, IOException {
    Peer peer = (Peer) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    int size = Integer.parseInt(arguments[2]);
    int batch = Integer.parseInt(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Peer.Step step = peer.prepare(arguments[1], SupernetStep.network(size), batch, threads)) {
      say(replies, READY);
      while (STEP.equals(orders.readLine())) {
        say(replies, TIME + text(step.run()));
      }
    }
  }

  private static void say(PrintStream replies, String line) {
    replies.println(MARK + line);
    replies.flush();
  }

  private static String text(StepTime time) {
    return time.forward() + " " + time.loss() + " " + time.backward() + " " + time.update();
  }

  static StepTime time(String text) {
    String[] parts = text.split(" ");
    return new StepTime(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }
}
