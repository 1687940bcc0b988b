package io.spnas.bench;

import java.io.BufferedReader;
import java.io.IOException;

/**
 * Computes steps of a strategy's supernet in a JVM of its own, at the bidding of the {@link
 * SupernetProcess} that started it, line by line over stdin and stdout:
 *
 * <pre>
 *   arguments   strategy, size, batch, threads
 *   says        READY weights decisions               once the supernet is built
 *   hears       STEP
 *   says        TURN turn forward loss backward update    in ms, after each step
 *   hears       MEMORY
 *   says        PEAK most resident memory so far      in MiB
 *   says        FAILED what happened                  and ends
 * </pre>
 */
public final class SupernetServer {
  static final String READY = "READY ";
  static final String STEP = "STEP";
  static final String TURN = "TURN ";
  static final String MEMORY = "MEMORY";
  static final String PEAK = "PEAK ";

  private SupernetServer() {}

  /** Serves until stdin ends. */
  public static void main(String[] arguments) {
    Replies.serve((orders, replies) -> serve(arguments, orders, replies));
  }

  private static void serve(String[] arguments, BufferedReader orders, Replies replies)
      throws IOException {
    try (StrategyStep step =
        new StrategyStep(
            arguments[0],
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]))) {
      replies.say(READY + step.weights() + " " + step.decisions());
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        replies.say(
            order.equals(MEMORY)
                ? PEAK + ThisProcess.peakResidentMebibytes()
                : TURN + step.run().text());
      }
    }
  }
}
