package io.spnas.cli;

import java.util.List;
import java.util.function.BooleanSupplier;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Whether this process was told to end (SIGINT, SIGTERM), for a command that ends itself then, with
 * a status of its own. The second signal ends the process at once.
 */
final class StopSignal implements BooleanSupplier, AutoCloseable {
  private static final List<Signal> SIGNALS = List.of(new Signal("INT"), new Signal("TERM"));

  private final List<SignalHandler> before;
  private volatile boolean told;

  /** Begins to listen. */
  StopSignal() {
    this.before = SIGNALS.stream().map(signal -> Signal.handle(signal, this::tell)).toList();
  }

  private void tell(Signal signal) {
    told = true;
    close();
  }

  @Override
  public boolean getAsBoolean() {
    return told;
  }

  /** Leaves the signals to those that listened before. */
  @Override
  public void close() {
    for (int i = 0; i < SIGNALS.size(); i++) {
      Signal.handle(SIGNALS.get(i), before.get(i));
    }
  }
}
