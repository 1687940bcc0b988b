package io.spnas.bench;

import io.spnas.space.NetworkShape;
import java.io.BufferedReader;
import java.io.IOException;

/**
 * Computes a contestant's steps in a JVM of its own, at the bidding of the {@link StepProcess} that
 * started it, line by line over stdin and stdout:
 *
 * <pre>
 *   arguments   class of the peer, variant, network, size, batch, threads
 *   says        READY                                     once the network is built
 *   hears       STEP
 *   says        TIME forward loss backward update         in ms, after each step
 *   says        FAILED what happened                      and ends
 * </pre>
 *
 * It ends when stdin does, and so never outlives the one who started it by more than a step.
 */
public final class StepServer {
  static final String READY = "READY";
  static final String STEP = "STEP";
  static final String TIME = "TIME ";

  private StepServer() {}

  /** Serves until stdin ends. */
  public static void main(String[] arguments) {
    Replies.serve((orders, replies) -> serve(arguments, orders, replies));
  }

  private static void serve(String[] arguments, BufferedReader orders, Replies replies)
      throws ReflectiveOperationException, IOException {
    Peer peer = (Peer) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    NetworkShape shape = BenchNetworks.of(arguments[2], Integer.parseInt(arguments[3]));
    int batch = Integer.parseInt(arguments[4]);
    int threads = Integer.parseInt(arguments[5]);
    try (Peer.Step step = peer.prepare(arguments[1], shape, batch, threads)) {
      replies.say(READY);
      while (STEP.equals(orders.readLine())) {
        replies.say(TIME + text(step.run()));
      }
    }
  }

  static String text(StepTime time) {
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
