package io.spnas.bench;

import java.util.List;

/**
 * A contestant's step, computed by a {@link StepServer} in a JVM of its own: same class path and
 * flags as this one.
 */
public final class StepProcess implements Peer.Step {
  private final ChildJvm jvm;

  private StepProcess(ChildJvm jvm) {
    this.jvm = jvm;
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
    List<String> arguments =
        List.of(
            peer.getClass().getName(),
            variant,
            size.network(),
            Integer.toString(size.size()),
            Integer.toString(size.batch()),
            Integer.toString(size.threads()));
    ChildJvm jvm =
        ChildJvm.start(
            "a step of " + new Entry(peer, variant).label(),
            StepServer.class,
            arguments,
            peer.environment(variant));
    try {
      jvm.expect(StepServer.READY);
      return new StepProcess(jvm);
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  @Override
  public StepTime run() {
    jvm.order(StepServer.STEP);
    return StepServer.time(jvm.expect(StepServer.TIME));
  }

  /** Ends the JVM, whatever it is doing. */
  @Override
  public void close() {
    jvm.close();
  }
}
