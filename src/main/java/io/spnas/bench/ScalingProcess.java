package io.spnas.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link ScalingWorker} in a JVM of its own. Orders return at once; what they lead to is read
 * afterwards, so that many workers can work at a time.
 */
final class ScalingProcess implements AutoCloseable {
  private final ChildJvm jvm;

  private ScalingProcess(ChildJvm jvm) {
    this.jvm = jvm;
  }

  /** Starts the JVM; {@link #awaitReady} waits until its network is built. */
  static ScalingProcess start(StepSize size, int rank) {
    List<String> arguments = new ArrayList<>();
    for (int value : new int[] {size.size(), size.batch(), size.threads(), rank}) {
      arguments.add(Integer.toString(value));
    }
    return new ScalingProcess(
        ChildJvm.start("a step of worker " + rank, ScalingWorker.class, arguments, Map.of()));
  }

  void awaitReady() {
    jvm.expect(ScalingWorker.READY);
  }

  /** Opens a door for a ring of so many workers, and gives its address. */
  String bind(int workers) {
    jvm.order(ScalingWorker.BIND + " " + workers);
    return jvm.expect(ScalingWorker.ADDRESS);
  }

  void join(int workers, List<String> addresses) {
    jvm.order(ScalingWorker.JOIN + " " + workers + " " + String.join(",", addresses));
  }

  void awaitJoined() {
    jvm.expect(ScalingWorker.JOINED);
  }

  /** Begins steps in the ring of so many workers; 1: alone. */
  void run(int workers, int steps) {
    jvm.order(ScalingWorker.RUN + " " + workers + " " + steps);
  }

  WorkerStep awaitStep() {
    return WorkerStep.parse(jvm.expect(ScalingWorker.STEP));
  }

  /** Waits for the end of a run, and gives the time between its steps, in ms a step. */
  double awaitEnd() {
    return Double.parseDouble(jvm.expect(ScalingWorker.RAN));
  }

  /** Begins all-reduces in the ring of so many workers. */
  void sum(int workers, int floats, int times) {
    jvm.order(ScalingWorker.SUM + " " + workers + " " + floats + " " + times);
  }

  /** Waits for an all-reduce, and gives its time in ms. */
  double awaitSum() {
    return Double.parseDouble(jvm.expect(ScalingWorker.SUM + " "));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
