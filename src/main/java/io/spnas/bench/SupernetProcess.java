package io.spnas.bench;

import java.util.List;
import java.util.Map;

/** A strategy's supernet, computed by a {@link SupernetServer} in a JVM of its own. */
final class SupernetProcess implements AutoCloseable {
  private final ChildJvm jvm;
  private final int weights;
  private final int decisions;

  private SupernetProcess(ChildJvm jvm) {
    this.jvm = jvm;
    String[] numbers = jvm.expect(SupernetServer.READY).split(" ");
    this.weights = Integer.parseInt(numbers[0]);
    this.decisions = Integer.parseInt(numbers[1]);
  }

  /**
   * Starts the JVM and waits until its supernet is built.
   *
   * @throws IllegalStateException if it can't be built; the message says why
   */
  static SupernetProcess start(String strategy, StepSize size) {
    List<String> arguments =
        List.of(
            strategy,
            Integer.toString(size.size()),
            Integer.toString(size.batch()),
            Integer.toString(size.threads()));
    ChildJvm jvm =
        ChildJvm.start(
            "a step of the supernet of " + strategy, SupernetServer.class, arguments, Map.of());
    try {
      return new SupernetProcess(jvm);
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  int weights() {
    return weights;
  }

  int decisions() {
    return decisions;
  }

  SupernetTurn step() {
    jvm.order(SupernetServer.STEP);
    return SupernetTurn.parse(jvm.expect(SupernetServer.TURN));
  }

  /** The most memory that has been resident so far, in MiB. */
  double peakMebibytes() {
    jvm.order(SupernetServer.MEMORY);
    return Double.parseDouble(jvm.expect(SupernetServer.PEAK));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
