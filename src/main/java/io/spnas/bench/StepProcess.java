package io.spnas.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A contestant's step, computed by a {@link StepServer} in a JVM of its own: same class path and
 * flags as this one.
 */
public final class StepProcess implements Peer.Step {
  private final String label;
  private final Process process;
  private final PrintStream orders;
  private final BufferedReader replies;

  private StepProcess(String label, Process process) {
    this.label = label;
    this.process = process;
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the JVM and waits until its network is built.
   *
   * @param peer the contestant, which needs a public constructor without parameters
   * @param variant one of the peer's variants
   * @param size what a step computes
   * @throws IllegalStateException if it can't be built; the message says why
   */
  public static StepProcess start(Peer peer, String variant, StepSize size) {
    StepProcess step =
        new StepProcess(new Entry(peer, variant).label(), launch(peer, variant, size));
    try {
      step.expect(StepServer.READY);
      return step;
    } catch (RuntimeException e) {
      step.close();
      throw e;
    }
  }

  private static Process launch(Peer peer, String variant, StepSize size) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StepServer.class.getName(), peer.getClass().getName(), variant));
    for (int value : new int[] {size.size(), size.batch(), size.threads()}) {
      command.add(Integer.toString(value));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(peer.environment(variant));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public StepTime run() {
    orders.println(StepServer.STEP);
    return StepServer.time(expect(StepServer.TIME));
  }

  /** Reads up to a reply of a kind, and gives the rest of its line. */
  private String expect(String kind) {
    try {
      for (String line = replies.readLine(); line != null; line = replies.readLine()) {
        if (line.startsWith(StepServer.MARK + kind)) {
          return line.substring(StepServer.MARK.length() + kind.length());
        }
        if (line.startsWith(StepServer.MARK + StepServer.FAILED)) {
          String why = line.substring(StepServer.MARK.length() + StepServer.FAILED.length());
          throw new IllegalStateException("Cannot compute a step of " + label + ": " + why);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("Cannot compute a step of " + label + ": its JVM has ended");
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
