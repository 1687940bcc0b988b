package io.spnas.spark.stage;

/** A run was asked to stop, and has kept what it had done. */
public final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunStoppedException(String message) {
    super(message);
  }

  public RunStoppedException(long step, long steps, String directory) {
    super(
        String.format(
            "Stopped after step %d of %d, as asked; --resume continues the run in %s",
            step, steps, directory));
  }
}
